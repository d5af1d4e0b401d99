package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.parser.ParserImpl;

/** What the reader of the classic form costs, at most and where it is not used. */
class ClassicBoundsTest {

    private static final int SIZE = 3 * 1024 * 1024;

    /** Each repeated up to the largest size, under the heap and the stack of the supervisor. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${A}",
                "${A:-",
                "${A:-}",
                "${A:-x}",
                "${A:-'}",
                "${",
                "$",
                "}",
                "{",
                "\uDBFC\uDC3A",
                "    x_1: 1\n",
                "    env: {}\n"
            })
    void hostileInputNeedsNoMoreThanTheSupervisorHas(String piece) throws Exception {
        assertThat(child(
                        List.of("-Xmx32m", "-Xss256k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), "repeat", piece))
                .endsWith("read\n");
    }

    @Test
    void aProcessSetLoadsNothingOfIt() throws Exception {
        String set = Texts.HEAD.replace("[nginx]", "[sh, -c, 'echo ${A}; processes: x']");

        assertThat(loaded(set)).contains("SpecReader", "Binder").noneMatch(name -> name.startsWith("Classic"));
        assertThat(loaded(ClassicTexts.HEAD)).contains("ClassicReader");
    }

    /** Classes of the package, without those of this test. */
    private static List<String> loaded(String text) throws Exception {
        Pattern name = Pattern.compile("] dev\\.podvisor\\.codec\\.(\\S+) ");
        return child(List.of("-Xlog:class+load"), "once", text)
                .lines()
                .map(name::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .filter(found -> !found.startsWith("ClassicBoundsTest"))
                .toList();
    }

    private static String child(List<String> options, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(options);
        builder.command().addAll(List.of("-cp", classPath(ClassicInput.class, SpecReader.class, ParserImpl.class)));
        builder.command().add(ClassicInput.class.getName());
        builder.environment().putAll(Map.of("KIND", arguments[0], "TEXT", arguments[1], "LC_ALL", "C.UTF-8"));
        Process child = builder.redirectErrorStream(true).start();
        child.getOutputStream().close();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(Duration.ofSeconds(10))).isTrue();
        assertThat(child.exitValue()).as(output).isZero();
        return output;
    }

    private static String classPath(Class<?>... classes) {
        return Stream.of(classes)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Reads one input in a JVM of its own. */
    static final class ClassicInput {

        private ClassicInput() {}

        public static void main(String[] args) {
            String text = System.getenv("TEXT");
            if (System.getenv("KIND").equals("repeat")) {
                String head = "processes:\n  web:\n    enabled: true\n    command:\n      - \"";
                head = text.endsWith("\n") ? "processes:\n  web:\n" : head;
                int count = (SIZE - 200) / text.getBytes(StandardCharsets.UTF_8).length;
                text = head + text.repeat(count) + (text.endsWith("\n") ? "" : "\"\n");
            }
            ReadResult result = SpecReader.read("x", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            if (result.problems().size() > Problems.SHOWN + 1) {
                System.exit(1);
            }
            System.out.println("read");
        }
    }
}
