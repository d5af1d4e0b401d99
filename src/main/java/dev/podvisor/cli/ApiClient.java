package dev.podvisor.cli;

import dev.podvisor.codec.PausedJson;
import dev.podvisor.codec.ProblemDetail;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.ReloadJson;
import dev.podvisor.codec.ReopenedJson;
import dev.podvisor.codec.SpecReader;
import dev.podvisor.codec.StatusReader;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.status.ReloadResult;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.Status;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks a running supervisor over its unix socket. Its failures are worded for the user. */
final class ApiClient {

    private static final int MAX_DOCUMENT = 16 * 1024 * 1024;

    /** Above the server's heartbeat of 15 s. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(40);

    private static final String STATUS = "GET /v1/status";
    private static final String JSON = "application/json";

    /** Above the time that the server gives a reload. */
    private static final Duration RELOADED = Duration.ofSeconds(15);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final List<SocketPath> candidates;
    private final Duration answer;
    private Path peer = Path.of("");

    ApiClient(List<SocketPath> candidates) {
        this(candidates, ANSWER);
    }

    ApiClient(List<SocketPath> candidates, Duration answer) {
        this.candidates = List.copyOf(candidates);
        this.answer = answer;
    }

    /** The spec in force, its values digested with a salt. */
    record RunningSpec(ProcessSet set, String salt) {}

    RunningSpec spec() {
        try (Answered answered = ask("GET /v1/spec", JSON, answer)) {
            byte[] document = answered.http.bytes(MAX_DOCUMENT);
            String salt = answered.http.headers().getOrDefault("podvisor-salt", "");
            if (SpecReader.read("its spec", new ByteArrayInputStream(document)) instanceof ReadResult.Spec good) {
                return new RunningSpec(good.set(), salt);
            }
            throw new IOException("its spec cannot be read (is it of another version?)");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    ReloadResult reload() {
        try (Answered answered = ask("POST /v1/reload", JSON, RELOADED)) {
            return ReloadJson.read(answered.http.bytes(MAX_DOCUMENT));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Yields how many replicas are so now; {@code replica} is -1 for all. */
    int pause(String process, int replica, boolean still) {
        String path = "/v1/processes/" + encode(process) + (still ? "/pause" : "/resume");
        String query = replica < 0 ? "" : "?replica=" + replica;
        try (Answered answered = ask("POST " + path + query, JSON, RELOADED)) {
            return PausedJson.read(answered.http.bytes(MAX_DOCUMENT));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    Status status() {
        try (Answered answered = ask(STATUS, JSON, answer)) {
            return StatusReader.read(answered.http.bytes(MAX_DOCUMENT));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Hands over records of what the processes print, each in JSON.
     *
     * @param query of {@code GET /v1/logs}, with its question mark unless it is empty
     * @return false when the receiver has seen enough, true when the supervisor has ended the stream
     */
    boolean logs(String query, LogsReader.Receiver receiver) {
        try (Answered answered = ask("GET /v1/logs" + query, "application/x-ndjson", SIGN_OF_LIFE)) {
            return new LogsReader(answered.http.body(), MAX_DOCUMENT).readTo(receiver);
        } catch (EOFException e) {
            throw new CommandFailure("cannot go on reading the logs: the supervisor closed the connection (it may have"
                    + " been killed, or this reader was too slow)");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Lets every log file be opened anew; yields how many there are. */
    int reopenLogs() {
        try (Answered answered = ask("POST /v1/logs/reopen", JSON, answer)) {
            return ReopenedJson.read(answered.http.bytes(MAX_DOCUMENT));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Hands over the status now and at each change, until the supervisor ends it or the receiver has seen enough. */
    void watch(Predicate<Status> receiver) {
        try (Answered answered = ask(STATUS, "text/event-stream", SIGN_OF_LIFE)) {
            EventReader events = new EventReader(new BufferedInputStream(answered.http.body()), MAX_DOCUMENT);
            for (Optional<byte[]> data = events.next(); data.isPresent(); data = events.next()) {
                if (!receiver.test(StatusReader.read(data.get()))) {
                    return;
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private record Answered(HttpAnswer http, InputStream connection) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private Answered ask(String what, String type, Duration patience) throws IOException {
        SocketChannel channel = connect();
        channel.configureBlocking(false);
        SocketInput in = new SocketInput(channel, patience);
        try {
            ByteBuffer request = ByteBuffer.wrap(HttpAnswer.ascii(
                    what + " HTTP/1.1\r\nHost: podvisor\r\nAccept: " + type + "\r\nConnection: close\r\n\r\n"));
            channel.write(request); // a fresh socket takes it whole
            HttpAnswer http = HttpAnswer.read(in);
            if (http.type().equals("application/problem+json")) {
                byte[] problem = http.bytes(MAX_DOCUMENT);
                throw new CommandFailure(ProblemDetail.read(problem)
                        .orElse("cannot read the status: " + peer + " answers with error " + http.status()));
            }
            if (http.status() != 200 || !http.type().equals(type)) {
                throw new IOException("it answers with " + http.status() + " " + http.type());
            }
            return new Answered(http, in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private SocketChannel connect() throws IOException {
        String passedOver = "";
        for (SocketPath candidate : candidates) {
            Optional<String> distrust = candidate.distrust();
            if (distrust.isPresent()) {
                passedOver = "; " + distrust.get();
                continue;
            }
            try {
                peer = candidate.path();
                return SocketChannel.open(UnixDomainSocketAddress.of(peer));
            } catch (ConnectException e) {
                continue; // left behind by a dead supervisor
            } catch (IOException e) {
                if (Files.exists(peer)) {
                    throw new CommandFailure("cannot read the status: " + lower(e) + " for " + peer
                            + " (be the user who runs podvisor, or of its group)");
                }
            }
        }
        throw new CommandFailure("cannot read the status: no supervisor listens on "
                + candidates.getFirst().path() + passedOver + " (is podvisor running? set " + SocketPath.VARIABLE
                + " or --socket)");
    }

    private CommandFailure failure(IOException error) {
        return new CommandFailure("cannot read the status from " + peer + ": " + lower(error));
    }

    private static String lower(IOException error) {
        String message = String.valueOf(error.getMessage());
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
