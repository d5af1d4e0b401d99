package dev.podvisor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where files lie, how long they are, and that every package says what it is for. */
class LayoutTest {

    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final Path MAIN = REPOSITORY.resolve("src/main/java");
    private static final int LONGEST = 400;
    private static final int MEDIAN = 100;

    private static final Set<String> TOP_LEVEL = Set.of(
            "pom.xml",
            "mvnw",
            "mvnw.cmd",
            "src",
            "crds",
            "helm",
            "configs",
            "docs",
            "docker",
            "README.md",
            "LICENSE",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "target");

    @Test
    void everyPackageSaysWhatItIsForAndForbidsNull() {
        Set<Path> packages = new TreeSet<>();
        sources(_ -> true).forEach(file -> packages.add(file.getParent()));

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(
                        folder -> assertThat(folder.resolve("package-info.java"))
                                .content()
                                .as("a Javadoc sentence, then @NullMarked")
                                .containsPattern(
                                        "(?s)/\\*\\*\\s+(\\*\\s+)?\\p{Lu}[^.]*\\..*\\*/.*@(org\\.jspecify\\.annotations\\.)?NullMarked\\s"));
    }

    @Test
    void noFileIsLong() {
        assertThat(sources(_ -> true))
                .allSatisfy(file -> assertThat(lines(file))
                        .as("lines of %s", MAIN.relativize(file))
                        .isLessThanOrEqualTo(LONGEST));
    }

    @Test
    void mostFilesAreShort() {
        List<Integer> sorted = sources(file -> !file.endsWith("package-info.java")).stream()
                .map(LayoutTest::lines)
                .sorted()
                .toList();

        assertThat(sorted.get(sorted.size() / 2)).as("median of lines").isLessThan(MEDIAN);
    }

    @Test
    void topLevelHoldsOnlyWhatIsAgreed() throws IOException {
        try (Stream<Path> entries = Files.list(REPOSITORY)) {
            List<String> strangers = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !TOP_LEVEL.contains(name))
                    .toList();

            assertThat(strangers).isEmpty();
        }
    }

    private static List<Path> sources(Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return Math.toIntExact(lines.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
