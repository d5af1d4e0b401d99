package dev.podvisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawArgumentsTest {

    @TempDir
    Path folder;

    private Path cmdline(String content) throws IOException {
        return Files.writeString(folder.resolve("cmdline"), content);
    }

    @Test
    void asciiNeedsNoSecondLook() {
        assertThat(RawArguments.of(new String[] {"run", "x"}, folder.resolve("none")))
                .containsExactly("run", "x");
    }

    @Test
    void argumentsThatTheLocaleGarbledAreReadAgain() throws IOException {
        Path cmdline = cmdline("java\0-Xmx1m\0dev.podvisor.Main\0run\0Grüße.yaml\0\0");

        assertThat(RawArguments.of(new String[] {"run", "Gr\ufffd\ufffd.yaml", ""}, cmdline))
                .containsExactly("run", "Grüße.yaml", "");
    }

    @Test
    void hiddenCommandLineChangesNothing() {
        assertThat(RawArguments.of(new String[] {"\ufffd"}, folder.resolve("none")))
                .containsExactly("\ufffd");
    }
}
