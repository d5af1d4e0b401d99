package dev.podvisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

    @TempDir
    Path folder;

    private Map<String, String> read(String block) throws IOException {
        Path environ = Files.write(folder.resolve("environ"), block.getBytes(StandardCharsets.ISO_8859_1));
        return Environment.ofSupervisor(environ).copy();
    }

    @Test
    void everyByteIsKept() throws IOException {
        assertThat(read("A=1\0B=\u00ff\u00c3x\0C=a=b\0")).isEqualTo(Map.of("A", "1", "B", "\u00ff\u00c3x", "C", "a=b"));
    }

    @Test
    void jvmVariablesThatTheLauncherMovedAwayComeBack() throws IOException {
        assertThat(read("PODVISOR_SAVED_JAVA_TOOL_OPTIONS=-Dx=y\0PODVISOR_SAVED__JAVA_OPTIONS=\0A=1\0"))
                .isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Dx=y", "_JAVA_OPTIONS", "", "A", "1"));
    }

    @Test
    void podvisorsOwnFlagsReachNoChild() throws IOException {
        assertThat(read("PODVISOR_JAVA_OPTIONS=-Xmx9g\0PODVISOR_SOCKET=/s\0"))
                .isEqualTo(Map.of("PODVISOR_SOCKET", "/s"));
    }

    @Test
    void wholeEnvironmentWinsWhenTheShellWouldHaveLostSome() throws IOException {
        String whole = "a.b=1\0JAVA_TOOL_OPTIONS=-Dx\0PATH=/bin\0";
        String saved = Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));

        assertThat(read("PATH=/bin\0PODVISOR_SAVED_ENVIRON=" + saved + "\0PODVISOR_SAVED_JAVA_TOOL_OPTIONS=-Dx\0"))
                .isEqualTo(Map.of("a.b", "1", "JAVA_TOOL_OPTIONS", "-Dx", "PATH", "/bin"));
    }

    @Test
    void firstOfTwoEntriesCountsAndOddOnesAreLeftOut() throws IOException {
        assertThat(read("A=1\0A=2\0novalue\0=x\0B=\0")).isEqualTo(Map.of("A", "1", "B", ""));
    }
}
