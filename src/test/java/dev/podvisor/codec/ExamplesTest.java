package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples that people copy are right. */
class ExamplesTest {

    @Test
    void allAreValidWithoutWarnings() throws IOException {
        List<Path> examples;
        try (Stream<Path> files = Files.walk(Path.of("configs", "examples"))) {
            examples = files.filter(Files::isRegularFile).toList();
        }
        assertThat(examples).isNotEmpty();
        for (Path example : examples) {
            ReadResult result = SpecReader.read(example);
            assertThat(Texts.lines(result)).isEmpty();
            assertThat(result).isInstanceOf(ReadResult.Spec.class);
        }
    }
}
