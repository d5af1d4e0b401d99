package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A supervisor in a pod, asked through its socket: another JVM for each question would take seconds in the virtual machine. It
 * samples each second.
 */
final class PodRun implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final Pod pod;
    final Podvisor podvisor;
    private String more = "";
    private int grace = 20;

    PodRun(Path folder, Pod pod) throws Exception {
        this.pod = pod;
        this.podvisor = new Podvisor(folder).in(pod);
    }

    /** Further lines of the spec, such as {@code cgroupPolicy: Required}. */
    PodRun with(String lines) {
        more = lines;
        return this;
    }

    /** As the set's {@code terminationGracePeriodSeconds} instead of 20. */
    PodRun grace(int seconds) {
        grace = seconds;
        return this;
    }

    /** Writes the spec anew, in one go: the processes as below {@code processes:}. */
    Path spec(String processes) throws IOException {
        Path spec = podvisor.folder.resolve("pod.yaml");
        Path part = podvisor.spec(grace, processes);
        Files.writeString(part, Files.readString(part) + ("usage: {intervalSeconds: 1}\n" + more).indent(2));
        return Files.move(part, spec, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns when the first processes were started and there is a status. */
    PodRun start(String processes) throws IOException {
        podvisor.run(spec(processes));
        await(() -> status().at("/spec/generation").asInt() == 1);
        return this;
    }

    /** Returns when another spec is in force. */
    void reload(String processes) throws IOException {
        int before = status().at("/spec/generation").asInt();
        spec(processes);
        await(() -> status().at("/spec/generation").asInt() > before);
    }

    JsonNode status() throws IOException {
        return ask("GET", "/v1/status");
    }

    /** Holds a process still ({@code pause}) or lets it go on ({@code resume}); yields how many replicas are so now. */
    int action(String process, String action) throws IOException {
        return ask("POST", "/v1/processes/" + process + "/" + action)
                .path("replicas")
                .asInt(-1);
    }

    private JsonNode ask(String method, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(podvisor.socket))) {
            String request = method + " " + path
                    + " HTTP/1.1\r\nHost: podvisor\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(65_536);
            while (channel.read(buffer.clear()) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
            }
            String text = answer.toString(StandardCharsets.UTF_8);
            assertThat(text).startsWith("HTTP/1.1 200 ");
            return JSON.readTree(text.substring(text.indexOf("\r\n\r\n")));
        }
    }

    JsonNode process(String name) throws IOException {
        for (JsonNode candidate : status().get("processes")) {
            if (candidate.get("name").asText().equals(name)) {
                return candidate;
            }
        }
        throw new AssertionError("no process " + name);
    }

    /** The first replica of a process. */
    JsonNode replica(String process) throws IOException {
        return process(process).get("replicas").get(0);
    }

    void awaitState(String process, String state) {
        await(() -> replica(process).get("state").asText().equals(state));
    }

    /** Asks less often than {@link Podvisor#await}: the emulated processors are what is being waited for. */
    void await(Podvisor.Condition condition) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(250))
                    .ignoreExceptions()
                    .until(condition::holds);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("not within two minutes; " + told(), late);
        }
    }

    private String told() {
        try {
            return "stderr:\n" + podvisor.err() + "\nstdout:\n" + podvisor.out();
        } catch (IOException none) {
            return none.toString();
        }
    }

    void awaitOut(String text) {
        await(() -> podvisor.out().contains(text));
    }

    void awaitErr(String text) {
        await(() -> podvisor.err().contains(text));
    }

    /** The reasons why not all limits are in force. */
    String limitReasons() throws IOException {
        return status().at("/limits/reasons").toString();
    }

    /** A process in the pod as this side of its pid namespace sees it. */
    long outside(int pid) {
        List<Long> found = podvisor.process()
                .descendants()
                .map(ProcessHandle::pid)
                .filter(candidate -> isInside(candidate, pid))
                .toList();
        assertThat(found).as("the process with pid %d in the pod", pid).hasSize(1);
        return found.getFirst();
    }

    private static boolean isInside(long candidate, int pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + candidate + "/status")).stream()
                    .anyMatch(line -> line.startsWith("NSpid:") && line.endsWith("\t" + pid));
        } catch (IOException gone) {
            return false;
        }
    }

    /** How often a warning with this text was given. */
    long warnings(String text) throws IOException {
        return podvisor.err().lines().filter(line -> line.contains(text)).count();
    }

    int stop() throws Exception {
        return podvisor.stop();
    }

    @Override
    public void close() throws Exception {
        podvisor.close();
        pod.close();
    }
}
