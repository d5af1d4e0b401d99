package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand reloads while children crash and print. */
@Tag("proof")
class ReloadStormIT extends ImageTests {

    private static final int RELOADS = 1000;
    private static final int EVERY_BAD = 40;

    private static String processes(int version) {
        return """
                - {name: steady, command: [sleep, "1000.14"], replicas: 5}
                - {name: chatty, command: [sh, -c, "while :; do echo line; sleep 0.01; done"]}
                - {name: crash, command: [sh, -c, "exit 1"], backoff: {initialMilliseconds: 50, factor: 1}}
                - {name: side, command: [sleep, "1000.14"], replicas: %d}
                - {name: changing, command: [sleep, "1000.14", "0.%d"]}
                """.formatted(1 + version % 3, version / 10);
    }

    @Test
    void thousandReloadsTouchOnlyWhatChanges() throws Exception {
        Path spec = podvisor.spec(processes(0));
        podvisor.run(spec);
        podvisor.awaitState("chatty", "Running");
        Set<Integer> steady = pids("steady");
        Set<Integer> chatty = pids("chatty");
        int bad = 0;
        int descriptors = 0;
        for (int i = 1; i <= RELOADS; i++) {
            long generation = spec().get("generation").asLong();
            if (i % EVERY_BAD == 0) {
                bad++;
                replace(spec, Files.readString(spec) + "    - {name: bad, comand: [x]}\n");
                podvisor.await(() -> !spec().get("problems").isEmpty());
                assertThat(spec().get("problems").get(0).asText()).contains("did you mean command?");
                assertThat(spec().get("generation").asLong()).isEqualTo(generation);
            } else {
                replace(spec, next(i));
                podvisor.await(() -> spec().get("generation").asLong() > generation);
            }
            if (i == 100) {
                descriptors = podvisor.entries("fd");
            }
        }

        assertThat(bad).isEqualTo(RELOADS / EVERY_BAD);
        assertThat(pids("steady")).as("never restarted").isEqualTo(steady);
        assertThat(pids("chatty")).isEqualTo(chatty);
        assertThat(status().get("internalErrors").asInt()).isZero();
        int most = descriptors + 20;
        podvisor.await(() -> podvisor.entries("fd") <= most);
        assertThat(podvisor.residentKib()).isLessThan(128 * 1024);
        assertThat(podvisor.stop()).isZero();
        assertThat(Podvisor.processesWith("1000.14")).isEmpty();
    }

    private String next(int version) throws Exception {
        Path draft = folder.resolve("draft");
        Files.createDirectories(draft);
        return Files.readString(new Podvisor(draft).spec(processes(version)));
    }

    /** As editors do: written beside it and renamed over it. */
    private void replace(Path spec, String content) throws Exception {
        Path draft = Files.writeString(folder.resolve("spec.new"), content);
        Files.move(draft, spec, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private JsonNode spec() throws Exception {
        return status().get("spec");
    }

    private Set<Integer> pids(String process) throws Exception {
        Set<Integer> pids = new HashSet<>();
        for (JsonNode candidate : status().get("processes")) {
            if (candidate.get("name").asText().equals(process)) {
                candidate
                        .get("replicas")
                        .forEach(replica -> pids.add(replica.get("pid").asInt()));
            }
        }
        assertThat(pids).doesNotContain(0);
        return pids;
    }

    /** Straight from the socket: the command would take a third of a second each time. */
    private JsonNode status() throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(podvisor.socket))) {
            channel.write(ByteBuffer.wrap("GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }
}
