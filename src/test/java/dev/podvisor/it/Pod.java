package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A pod of one container, as a runtime makes it, by {@code src/vm/pod}: for tests tagged "cgroup", which run as root where the
 * cgroup tree may be written. A test stands outside: it reads and writes the container's cgroup as a kubelet does.
 */
final class Pod implements AutoCloseable {

    /** How a container sees its own cgroup. */
    enum View {
        /** Writable, by root. */
        RW,
        /** Mounted read-only, as in most clusters. */
        RO,
        /** Writable, by the user {@link #OWNER}, who has no capabilities. */
        OWNER
    }

    static final int OWNER = 1000;

    private static final Path SCRIPT = Path.of("src/vm/pod").toAbsolutePath();
    private static final Path TREE = Path.of("/sys/fs/cgroup");
    private static final AtomicInteger COUNT = new AtomicInteger();

    final View view;
    private final String name = "test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final List<String> options = new ArrayList<>();

    Pod(View view) {
        this.view = view;
        options.addAll(List.of("--keep", "--name", name, "--cgroup", view.name().toLowerCase(Locale.ROOT)));
    }

    /** Gives the container a limit from the start, such as {@code memory.max} of {@code 64M}. */
    Pod limit(String file, String value) {
        options.addAll(List.of("--set", file + "=" + value));
        return this;
    }

    /** What the container gets of {@code cpuset cpu io memory pids}, instead of all. */
    Pod controllers(String... names) {
        options.addAll(List.of("--controllers", String.join(" ", names)));
        return this;
    }

    /** Shows a user only the user's own processes in {@code /proc}. */
    Pod hidepid() {
        options.add("--hidepid");
        return this;
    }

    /** What goes in front of a command so that it becomes the container's PID 1. */
    String[] prefix() {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(options);
        command.add("--");
        return command.toArray(String[]::new);
    }

    /** How the container ended, and what it wrote on both streams. */
    record Ended(int exitCode, String output) {}

    /** Starts a script of bash as PID 1, in the folder of the cgroup; what it prints goes to the file. */
    Process start(String script, Path output) throws IOException {
        List<String> command = new ArrayList<>(Arrays.asList(prefix()));
        command.addAll(List.of("bash", "-c", "cd /sys/fs/cgroup\n" + script));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Runs a script of bash as PID 1, in the folder of the cgroup, to its end. */
    Ended run(String script) throws Exception {
        Path output = Files.createTempFile("pod", ".out");
        try {
            Process container = start(script, output);
            assertThat(container.waitFor(90, TimeUnit.SECONDS))
                    .as("it has ended")
                    .isTrue();
            return new Ended(container.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** The container's PID 1 as seen from here: the child of the child of {@code src/vm/pod}. */
    static ProcessHandle first(Process container) {
        return Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(
                        () -> container
                                .children()
                                .flatMap(ProcessHandle::children)
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    /** A file below the container's cgroup, seen from outside: {@code memory.max}, {@code children/web-0/cpu.stat}. */
    Path file(String path) {
        return TREE.resolve(name).resolve("container").resolve(path);
    }

    String read(String path) throws IOException {
        return Files.readString(file(path)).strip();
    }

    /** A value of a file with a key on each line, such as {@code oom_kill} of {@code memory.events}. */
    long read(String path, String key) throws IOException {
        return Files.readAllLines(file(path)).stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals(key))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + key + " in " + path));
    }

    /** Changes the container's limit while it runs, as an in-place resize does: nobody inside is told. */
    void write(String path, String value) throws IOException {
        Files.writeString(file(path), value);
    }

    /** A disk of this machine as {@code major:minor}. In the virtual machine it reads zeros and forgets what is written. */
    static String disk() throws IOException {
        File[] devices =
                new File("/sys/block").listFiles(device -> !device.getName().matches("(loop|ram|zram).*"));
        assertThat(devices).as("disks in /sys/block").isNotEmpty();
        return Files.readString(devices[0].toPath().resolve("dev")).strip();
    }

    /** Removes the cgroups, when the container has ended. */
    @Override
    public void close() {
        Path pod = TREE.resolve(name);
        Awaitility.await().atMost(30, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
            if (Files.isDirectory(pod)) {
                directories(pod).forEach(Pod::remove);
            }
            return !Files.exists(pod);
        });
    }

    private static List<Path> directories(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static void remove(Path directory) {
        try {
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
