package dev.podvisor.house;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code src/dist/bin/podvisor} under every shell found here, with a script in the JVM's place that writes down what it got. */
class LauncherScriptTest {

    private static final String JVM = """
            #!/bin/sh
            cat /proc/$$/environ >"$REPORT/environ"
            printf '%s\\0' "$@" >"$REPORT/arguments"
            printf '%s\\0' "$$" "$0" >"$REPORT/process"
            """;

    @TempDir
    Path folder;

    private Path home;
    private Path report;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** {@code sh} is always there; the others are tried where they are installed. */
    static Stream<List<String>> shells() {
        return Stream.of(
                        List.of("/bin/sh"),
                        List.of("/bin/dash"),
                        List.of("/bin/bash"),
                        List.of("/bin/bash", "--posix"),
                        List.of("/bin/busybox", "ash"))
                .filter(shell -> Files.isExecutable(Path.of(shell.getFirst())));
    }

    @BeforeEach
    void installTheLauncherBesideAFakeJvm() throws IOException {
        home = folder.resolve("a home with  blanks");
        report = Files.createDirectory(folder.resolve("report"));
        Path java = home.resolve("runtime/bin/java");
        Files.createDirectories(java.getParent());
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(java, JVM);
        Files.copy(Path.of("src/dist/bin/podvisor"), home.resolve("bin/podvisor"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        environment.put("REPORT", report.toString());
        environment.put("PATH", "/usr/bin:/bin");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void argumentsArriveUnchanged(List<String> shell) throws Exception {
        launch(shell, home.resolve("bin/podvisor").toString(), "run", "a b", "", "*", "-x=\n");

        assertThat(arguments()).endsWith("dev.podvisor.Main", "run", "a b", "", "*", "-x=\n");
        assertThat(arguments()).containsSequence("-cp", home + "/lib/podvisor.jar", "dev.podvisor.Main");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void shellBecomesTheJvm(List<String> shell) throws Exception {
        long pid = launch(shell, home.resolve("bin/podvisor").toString());

        assertThat(strings("process")).containsExactly(Long.toString(pid), home + "/runtime/bin/java");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void symlinksLeadHome(List<String> shell) throws Exception {
        Files.createDirectory(folder.resolve("links"));
        Path relative = Files.createSymbolicLink(
                folder.resolve("links/relative"), Path.of("../a home with  blanks/bin/podvisor"));
        Path absolute = Files.createSymbolicLink(folder.resolve("links/absolute"), relative);

        launch(shell, absolute.toString());

        assertThat(Path.of(strings("process").getLast()))
                .isRegularFile()
                .satisfies(java -> assertThat(java.toRealPath())
                        .isEqualTo(home.resolve("runtime/bin/java").toRealPath()));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void relativeNamesLeadHome(List<String> shell) throws Exception {
        for (Map.Entry<String, Path> way : Map.of(
                        "bin/podvisor", home, "./podvisor", home.resolve("bin"), "podvisor", home.resolve("bin"))
                .entrySet()) {
            launchIn(way.getValue(), shell, way.getKey());

            assertThat(arguments()).as(way.getKey()).contains("dev.podvisor.Main");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void toolsAreFoundWhateverThePath(List<String> shell) throws Exception {
        environment.put("PATH", "/nowhere");
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("bin/podvisor"));
        Files.writeString(home.resolve("runtime/bin/java"), JVM.replace("cat ", "/bin/cat "));

        launch(shell, link.toString());

        assertThat(savedEnvironment()).contains("PATH=/nowhere");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void environmentIsSavedToTheByte(List<String> shell) throws Exception {
        environment.put("my.key", "1");
        environment.put("a-b", "x=y");
        environment.put("PWD", "/not/here");
        environment.put("SHLVL", "7");
        environment.put("LINES", "my.key=1\nb.c=2\n");
        environment.put("EMPTY", "");
        environment.put("GRÜSSE", "äöü €");
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g  -Da=b");

        launch(shell, home.resolve("bin/podvisor").toString());

        assertThat(savedEnvironment())
                .containsExactlyInAnyOrderElementsOf(environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void optionsForTheJvmsOfChildrenAreHidden(List<String> shell) throws Exception {
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g  -Da='b c'");
        environment.put("_JAVA_OPTIONS", "");

        launch(shell, home.resolve("bin/podvisor").toString());

        assertThat(environmentOfTheJvm())
                .contains(
                        entry("PODVISOR_SAVED_JAVA_TOOL_OPTIONS", "-Xmx1g  -Da='b c'"),
                        entry("PODVISOR_SAVED__JAVA_OPTIONS", ""))
                .doesNotContainKeys(
                        "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "PODVISOR_SAVED_JDK_JAVA_OPTIONS");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void ownOptionsAreSplitAtBlanksAndNotExpanded(List<String> shell) throws Exception {
        environment.put("PODVISOR_JAVA_OPTIONS", "-Da=1  -Db=* /*");

        launch(shell, home.resolve("bin/podvisor").toString());

        assertThat(arguments()).containsSequence("-Da=1", "-Db=*", "/*", "-cp");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void cacheThatTheImageNamesIsUsedByCommand(List<String> shell) throws Exception {
        Files.createDirectory(home.resolve("lib"));
        Files.writeString(home.resolve("lib/cache"), "0123abcd\n");

        launch(shell, home.resolve("bin/podvisor").toString(), "run", "spec.yaml");
        assertThat(arguments())
                .containsSequence("-Xshare:auto", "-XX:SharedArchiveFile=" + home + "/lib/run-0123abcd.jsa");

        launch(shell, home.resolve("bin/podvisor").toString(), "status");
        assertThat(arguments()).contains("-XX:SharedArchiveFile=" + home + "/lib/cli-0123abcd.jsa");

        launch(shell, home.resolve("bin/podvisor").toString());
        assertThat(arguments()).contains("-XX:SharedArchiveFile=" + home + "/lib/cli-0123abcd.jsa");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void imageThatNamesNoCacheStartsWithoutOne(List<String> shell) throws Exception {
        launch(shell, home.resolve("bin/podvisor").toString(), "run", "spec.yaml");

        assertThat(arguments()).noneMatch(argument -> argument.startsWith("-XX:SharedArchiveFile"));
        assertThat(report.resolve("stderr")).isEmptyFile();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void environmentTooLargeToSaveIsSaidAndStartsAllTheSame(List<String> shell) throws Exception {
        environment.put("LARGE", "x".repeat(100_000));

        launch(shell, home.resolve("bin/podvisor").toString());

        assertThat(report.resolve("stderr")).content().contains("podvisor: cannot save the environment");
        assertThat(environmentOfTheJvm()).containsKey("LARGE").doesNotContainKey("PODVISOR_SAVED_ENVIRON");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void standardDescriptorsThatCameClosedAreOpen(List<String> shell) throws Exception {
        Files.writeString(
                home.resolve("runtime/bin/java"), "#!/bin/sh\nreadlink /proc/$$/fd/[012] | wc -l >$REPORT/open\n");
        String launcher = String.join(" ", shell) + " '" + home.resolve("bin/podvisor") + "' <&- >&- 2>&-";

        launch(List.of("/bin/sh"), "-c", "exec " + launcher);

        assertThat(report.resolve("open")).content().isEqualToIgnoringWhitespace("3");
    }

    private long launch(List<String> shell, String... command) throws Exception {
        return launchIn(folder, shell, command);
    }

    private long launchIn(Path directory, List<String> shell, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(shell.stream(), Arrays.stream(command)).toList());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectError(report.resolve("stderr").toFile());
        Process process = builder.start();
        assertThat(process.waitFor())
                .as(Files.readString(report.resolve("stderr")))
                .isZero();
        return process.pid();
    }

    private List<String> arguments() throws IOException {
        return strings("arguments");
    }

    private List<String> strings(String name) throws IOException {
        return split(Files.readString(report.resolve(name)));
    }

    private List<String> savedEnvironment() throws IOException {
        byte[] saved = environmentOfTheJvm().get("PODVISOR_SAVED_ENVIRON").getBytes(ISO_8859_1);
        return split(new String(Base64.getDecoder().decode(saved), UTF_8));
    }

    private Map<String, String> environmentOfTheJvm() throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : strings("environ")) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return variables;
    }

    private static List<String> split(String strings) {
        return strings.isEmpty()
                ? List.of()
                : List.of(strings.substring(0, strings.length() - 1).split("\0", -1));
    }
}
