package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The built image, run as a user would: one supervisor with a folder, a socket and captured output of its own. */
final class Podvisor {

    private static final Path HOME = Path.of(System.getProperty("podvisor.home", "target/podvisor"));
    private static final ObjectMapper JSON = new ObjectMapper();

    final Path folder;
    final Path socket;
    final Path stdout;
    final Path stderr;
    final Path terminationLog;
    final Map<String, String> environment = new TreeMap<>();
    private final List<String> prefix = new ArrayList<>();
    private Path home = HOME;
    private Process process;

    Podvisor(Path folder) {
        this.folder = folder;
        this.socket = folder.resolve("podvisor.sock");
        this.stdout = folder.resolve("stdout");
        this.stderr = folder.resolve("stderr");
        this.terminationLog = folder.resolve("termination-log");
        environment.put("PODVISOR_SOCKET", socket.toString());
    }

    String binary() {
        return home.resolve("bin/podvisor").toAbsolutePath().toString();
    }

    /** As another user, who may not see this checkout. */
    Podvisor asUser(int uid, String... options) throws Exception {
        openToOthers();
        under("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
        return under(options).under("--");
    }

    /** As PID 1 of the container that the pod makes. */
    Podvisor in(Pod pod) throws Exception {
        if (pod.view == Pod.View.OWNER) {
            openToOthers();
        }
        return under(pod.prefix());
    }

    /** Another user may not see this checkout, so there is a copy of the image. */
    private void openToOthers() throws Exception {
        home = folder.resolve("image");
        assertThat(new ProcessBuilder("cp", "-a", HOME.toString(), home.toString())
                        .start()
                        .waitFor())
                .isZero();
        for (Path up = folder;
                up.startsWith(Path.of(System.getProperty("java.io.tmpdir"))) && up.getNameCount() > 1;
                up = up.getParent()) {
            Files.setPosixFilePermissions(up, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    /** Puts a command in front, such as {@code unshare}. */
    Podvisor under(String... command) {
        prefix.addAll(List.of(command));
        return this;
    }

    /** The processes of a ProcessSet, in YAML, indented as below {@code processes:}. */
    Path spec(String processes) throws IOException {
        return spec(10, processes);
    }

    Path spec(int grace, String processes) throws IOException {
        String head = """
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                metadata: {name: test}
                spec:
                  terminationGracePeriodSeconds: %d
                  processes:
                """.formatted(grace);
        return Files.writeString(folder.resolve("spec.yaml"), head + processes.indent(4));
    }

    Podvisor run(Path spec, String... more) throws IOException {
        return run(spec, ProcessBuilder.Redirect.to(stdout.toFile()), more);
    }

    Podvisor run(Path spec, ProcessBuilder.Redirect output, String... more) throws IOException {
        Files.deleteIfExists(terminationLog);
        Files.createFile(terminationLog);
        List<String> arguments =
                new ArrayList<>(List.of("run", "--termination-log=" + terminationLog, spec.toString()));
        arguments.addAll(List.of(more));
        process = builder(arguments)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.appendTo(stderr.toFile()))
                .start();
        return this;
    }

    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binary());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    Process process() {
        return process;
    }

    long pid() {
        return process.pid();
    }

    /** Runs another podvisor command to its end. */
    Finished command(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(binary());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process run =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Finished(run.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** How a command ended and what it printed. */
    record Finished(int exitCode, String out, String err) {}

    void signal(String name) throws Exception {
        signal(pid(), name);
    }

    static void signal(long pid, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    int waitFor() throws InterruptedException {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it has ended").isTrue();
        return process.exitValue();
    }

    int stop() throws Exception {
        signal("TERM");
        return waitFor();
    }

    String out() throws IOException {
        return Files.readString(stdout, StandardCharsets.ISO_8859_1);
    }

    String err() throws IOException {
        return Files.readString(stderr, StandardCharsets.UTF_8);
    }

    String terminationMessage() throws IOException {
        return Files.readString(terminationLog);
    }

    void awaitOut(String text) {
        await(() -> out().contains(text));
    }

    void awaitErr(String text) {
        await(() -> err().contains(text));
    }

    /** A condition that may throw while it is not yet fulfilled. */
    interface Condition {
        boolean holds() throws Exception;
    }

    void await(Condition condition) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(condition::holds);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    "not within a minute; stderr:\n" + tail(stderr) + "\nstdout:\n" + tail(stdout), late);
        }
    }

    private static String tail(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 3000));
        } catch (IOException none) {
            return "";
        }
    }

    JsonNode status() throws Exception {
        Finished finished = command("status", "-o", "json");
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        return JSON.readTree(finished.out());
    }

    JsonNode replica(String process, int index) throws Exception {
        for (JsonNode candidate : status().get("processes")) {
            if (candidate.get("name").asText().equals(process)) {
                return candidate.get("replicas").get(index);
            }
        }
        throw new AssertionError("no process " + process);
    }

    void awaitState(String process, String state) {
        await(() -> replica(process, 0).get("state").asText().equals(state));
    }

    /** Pids of live, unreaped or running processes whose command line or name has the text in it. */
    static List<Long> processesWith(String text) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> cmdline(pid).contains(text))
                .toList();
    }

    /** Pids of processes that have become the command: a shell that is still to execute it is none. */
    static List<Long> running(String command) {
        return processesWith(command).stream()
                .filter(pid -> cmdline(pid).startsWith(command))
                .toList();
    }

    static void awaitGone(Predicate<Long> pid) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        ProcessHandle.allProcesses().map(ProcessHandle::pid).noneMatch(pid));
    }

    static String cmdline(long pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    int entries(String folderOfProc) {
        String[] names = new File("/proc/" + pid() + "/" + folderOfProc).list();
        return names == null ? -1 : names.length;
    }

    /** Its user and system time in ticks of 10 ms. */
    long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Direct children of the supervisor, zombies included. */
    long children() {
        return process.children().count();
    }

    /** Ends it, whatever a test has left. */
    void close() throws Exception {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
