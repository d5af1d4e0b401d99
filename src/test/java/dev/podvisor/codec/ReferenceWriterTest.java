package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReferenceWriterTest {

    private static final Path PAGE = Path.of("docs", "reference", "processset.md");

    @Test
    void thePageIsThatOfTheRecords() throws IOException {
        String page = ReferenceWriter.page();
        if (Boolean.getBoolean("podvisor.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("run the tests with -Dpodvisor.update=true to write it")
                .content()
                .isEqualTo(page);
    }

    @Test
    void itsExampleIsValid() {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(ReferenceWriter.page());
        assertThat(example.find()).isTrue();
        assertThat(Texts.set(example.group(1)).spec().processes()).hasSize(1);
    }

    @Test
    void aRowShowsTypeUnitRangeAndDefault() {
        assertThat(ReferenceWriter.page())
                .contains("| `maxSeconds` | whole number | seconds | 1 to 86400 | `60` | ")
                .contains("| `dependsOn` | list of [Dependency](#dependency) |  | 0 to 1000 items |  | ")
                .contains("| `restartPolicy` | word |  | `Always`, `OnFailure`, `Never` | `Always` | ")
                .contains(
                        "| `name` | name |  | at most 63 characters; lower-case letters, digits and '-', no '-' at its ends | required | ");
    }

    @Test
    void everyLinkHasItsSection() {
        String page = ReferenceWriter.page();
        Matcher link = Pattern.compile("\\]\\(#([a-z]+)\\)").matcher(page);
        while (link.find()) {
            assertThat(page.toLowerCase()).contains("\n## " + link.group(1) + "\n");
        }
    }
}
