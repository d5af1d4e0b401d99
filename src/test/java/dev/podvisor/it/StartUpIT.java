package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a start costs, in counts that do not depend on the machine, with bounds just above what they are today: whoever raises
 * one says why in {@code docs/decisions/004-start-up.md}. And that a class cache never brings old code back.
 */
class StartUpIT extends ImageTests {

    private static final Path IMAGE = Path.of(System.getProperty("podvisor.home", "target/podvisor"));

    /** The first of its kind is made right behind the first spawn. */
    private static final String FIRST_CHILD = "dev.podvisor.process.Launcher$Started";

    /** An interface alone: what the API asks of the supervisor, which implements it. */
    private static final String API_ASKS = "dev.podvisor.http.Control";

    /** What metrics are asked of, which loads the rest when it is, and what the API knows of their form. */
    private static final List<String> METRICS = List.of("dev.podvisor.metrics.Metrics", "dev.podvisor.metrics.Format");

    private static final int CLASSES_BEFORE_FIRST_CHILD = 1820;
    private static final int CLASSES_MADE_AT_RUN_TIME = 120;
    private static final int THREADS = 26;

    @Test
    void littleIsLoadedBeforeTheFirstChild() throws Exception {
        List<String> before = loadedBeforeTheFirstChild();

        assertThat(before)
                .as("classes loaded before the first child; %s", listedBy("-Xshare:off"))
                .hasSizeLessThanOrEqualTo(CLASSES_BEFORE_FIRST_CHILD);
        assertThat(before)
                .as("what the first child does not need; %s", listedBy("-Xshare:off"))
                .noneMatch(name -> name.startsWith("ch.qos.logback")
                        || name.startsWith("org.slf4j")
                        || name.startsWith("picocli")
                        || name.startsWith("com.fasterxml.jackson.databind")
                        || name.startsWith("dev.podvisor.http.") && !name.equals(API_ASKS));
    }

    @Test
    void oneNativeHandleIsMade() throws Exception {
        assertThat(loadedBeforeTheFirstChild())
                .as("each downcall handle has a stub, and costs 3 to 5 ms; %s", listedBy("-Xshare:off"))
                .filteredOn(name -> name.startsWith("jdk.internal.foreign.abi.DowncallStub"))
                .hasSize(1);
    }

    @Test
    void classesOfOursAllComeFromTheCache() throws Exception {
        List<String> elsewhere = loaded("").stream()
                .filter(line -> !line.endsWith("source: shared objects file"))
                .map(StartUpIT::name)
                .toList();

        assertThat(elsewhere)
                .as("classes that are not in the cache, of a whole run; %s", listedBy(""))
                .hasSizeLessThanOrEqualTo(CLASSES_MADE_AT_RUN_TIME)
                .noneMatch(name -> name.startsWith("dev.podvisor") && !name.contains("$$"));
    }

    @Test
    void nothingOfMetricsIsLoadedWithoutAPort() throws Exception {
        assertThat(loaded("-Xshare:off").stream().map(StartUpIT::name))
                .as("classes of a whole run; %s", listedBy("-Xshare:off"))
                .noneMatch(name -> name.startsWith("io.micrometer")
                        || name.startsWith("io.prometheus")
                        || name.startsWith("java.lang.management")
                        || name.startsWith("dev.podvisor.metrics.") && !METRICS.contains(name)
                        || name.startsWith("dev.podvisor.http.HttpServer"));
    }

    @Test
    void threadsAreFewAtIdleWithTenChildren() throws Exception {
        podvisor.run(podvisor.spec(IntStream.range(0, 10)
                .mapToObj(i -> "- {name: p" + i + ", command: [sleep, '1000.13']}\n")
                .reduce("", String::concat)));
        podvisor.await(() -> podvisor.children() == 10);
        podvisor.await(() -> Files.exists(podvisor.socket));

        podvisor.await(() -> podvisor.entries("task") <= THREADS); // see /proc/PID/task/*/comm
        assertThat(podvisor.stop()).isZero();
    }

    /** A class is changed in the jar, with the file's time as it comes or as it was before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changedJarRunsItsNewCode(boolean timeIsKept) throws Exception {
        Path image = copyOfTheImage();
        Path jar = image.resolve("lib/podvisor.jar");
        FileTime time = Files.getLastModifiedTime(jar);
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.copy(newMain(), inside.getPath("dev/podvisor/Main.class"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setLastModifiedTime(
                jar, timeIsKept ? time : FileTime.from(time.toInstant().plusSeconds(2)));

        for (String command : List.of("run", "status")) {
            Output output = start(image, command, "nothing");
            assertThat(output.out()).as(command).isEqualTo("new code\n");
            assertThat(output.err()).as(command).contains("podvisor.jar");
        }
    }

    /** So the test above changes something: from an unchanged copy elsewhere, the cached classes run. */
    @Test
    void copiedImageUsesItsCaches() throws Exception {
        Path image = copyOfTheImage();
        Output output = start(image, "version");

        assertThat(output.err()).isEmpty();
        assertThat(output.out()).contains("dev.podvisor.Main source: shared objects file");
    }

    private List<String> loadedBeforeTheFirstChild() throws Exception {
        List<String> names = loaded("-Xshare:off").stream().map(StartUpIT::name).toList();
        assertThat(names).contains(FIRST_CHILD);
        return names.subList(0, names.indexOf(FIRST_CHILD));
    }

    /** A line for each class that a whole run in the common form loads. */
    private List<String> loaded(String options) throws Exception {
        Path list = folder.resolve("classes");
        podvisor.environment.put("PODVISOR_JAVA_OPTIONS", options + " -Xlog:class+load:file=" + list + ":none");
        Podvisor.Finished run = podvisor.command(
                "run",
                podvisor.spec("- {name: once, command: ['true'], restartPolicy: Never}")
                        .toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Files.readAllLines(list);
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static String listedBy(String options) {
        return "to see them: PODVISOR_JAVA_OPTIONS='" + options + " -Xlog:class+load:file=classes' podvisor run SPEC";
    }

    private Path copyOfTheImage() throws Exception {
        Path copy = folder.resolve("image");
        assertThat(new ProcessBuilder("cp", "-a", IMAGE.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        return copy;
    }

    private Path newMain() throws IOException {
        Path source = folder.resolve("Main.java");
        Files.writeString(source, """
                package dev.podvisor;

                public final class Main {
                    public static void main(String[] arguments) {
                        System.out.println("new code");
                    }
                }
                """);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.resolve("new").toString(), source.toString()))
                .isZero();
        return folder.resolve("new/dev/podvisor/Main.class");
    }

    private record Output(String out, String err) {}

    private Output start(Path image, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(image.resolve("bin/podvisor").toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("start.out");
        Path err = folder.resolve("start.err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        if (arguments[0].equals("version")) {
            builder.environment().put("PODVISOR_JAVA_OPTIONS", "-Xlog:class+load:stdout:none");
        }
        assertThat(builder.start().waitFor()).isZero();
        return new Output(Files.readString(out), Files.readString(err));
    }
}
