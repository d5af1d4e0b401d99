package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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

    @Test
    void thoseInTheDocsAreToo() throws IOException {
        List<String> blocks = blocks("resources.md");
        assertThat(blocks).hasSizeGreaterThan(2);
        for (String block : blocks) {
            assertThat(Texts.lines(block)).as(block).isEmpty();
        }
    }

    @Test
    void partsOfASpecInTheDocsOfLoggingAre() throws IOException {
        for (String block : blocks("logging.md")) {
            String indented = block.indent(2);
            String document = block.startsWith("processes:")
                    ? Texts.HEAD.split(" {2}processes")[0] + indented
                    : block.startsWith("- ")
                            ? Texts.HEAD + "  logging:\n    outputs:\n" + block.indent(6)
                            : Texts.HEAD + indented;
            assertThat(Texts.lines(document)).as(document).isEmpty();
        }
        for (String block : blocks("logging-processes.md")) {
            assertThat(Texts.lines(Texts.HEAD + block.indent(6))).as(block).isEmpty();
        }
    }

    private static List<String> blocks(String page) throws IOException {
        List<String> blocks = Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
                .matcher(Files.readString(Path.of("docs", "configuration", page)))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).as(page).isNotEmpty();
        return blocks;
    }
}
