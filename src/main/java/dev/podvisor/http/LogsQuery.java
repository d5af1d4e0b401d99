package dev.podvisor.http;

import dev.podvisor.logs.RecentQuery;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.Suggestion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of {@code GET /v1/logs}. For one thread. */
final class LogsQuery {

    private static final List<String> NAMES = List.of("process", "replica", "stream", "tail", "since", "follow");
    private static final String CANNOT = "cannot read the logs: ";

    private final Set<String> known;
    private final Instant now;
    private final Set<String> processes = new TreeSet<>();
    private int replica = -1;
    private Optional<LogStream> stream = Optional.empty();
    private long tail = -1;
    private long since = Long.MIN_VALUE;
    private boolean follow;

    private LogsQuery(Set<String> known, Instant now) {
        this.known = known;
        this.now = now;
    }

    /** @param known the processes that may be named */
    static RecentQuery parse(String query, Set<String> known, Instant now) throws HttpProblem {
        LogsQuery parameters = new LogsQuery(known, now);
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                parameters.add(pair);
            }
        }
        return new RecentQuery(
                parameters.processes,
                parameters.replica,
                parameters.stream,
                parameters.tail,
                parameters.since,
                parameters.follow);
    }

    private void add(String pair) throws HttpProblem {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = decoded(pair.substring(equals < 0 ? pair.length() : equals + 1));
        switch (name) {
            case "process" -> addProcesses(value);
            case "replica" -> replica = (int) number(name, value, 4);
            case "stream" -> stream = Optional.of(stream(value));
            case "tail" -> tail = number(name, value, 18);
            case "since" -> since = since(value);
            case "follow" -> follow = flag(value);
            default ->
                throw bad(
                        HttpProblem.echo(name) + " is no parameter",
                        Suggestion.didYouMean(name, NAMES).orElse("there are " + String.join(", ", NAMES)));
        }
    }

    private static String decoded(String value) throws HttpProblem {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad(HttpProblem.echo(value) + " is not encoded as a URL has it", "a percent sign is %25");
        }
    }

    private void addProcesses(String names) throws HttpProblem {
        for (String name : names.split(",")) {
            if (!known.contains(name)) {
                throw Routes.noProcess("read the logs of", name, known);
            }
            processes.add(name);
        }
    }

    private static long number(String name, String value, int digits) throws HttpProblem {
        if (value.isEmpty() || value.length() > digits || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad(
                    name + "=" + HttpProblem.echo(value) + " is no number from 0 on",
                    name.equals("tail") ? "such as tail=100, for so many lines" : "such as replica=0, for the first");
        }
        return Long.parseLong(value);
    }

    private static LogStream stream(String value) throws HttpProblem {
        return switch (value) {
            case "stdout" -> LogStream.Stdout;
            case "stderr" -> LogStream.Stderr;
            default -> throw bad("stream=" + HttpProblem.echo(value) + " is no stream", "stdout or stderr");
        };
    }

    private long since(String value) throws HttpProblem {
        try {
            boolean age = value.chars().allMatch(c -> c >= '0' && c <= '9');
            return (age ? now.minus(Duration.ofSeconds(Long.parseLong(value))) : Instant.parse(value)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw bad(
                    "since=" + HttpProblem.echo(value) + " is no time",
                    "such as since=600, in seconds before now, or since=2026-11-25T08:00:00Z");
        }
    }

    private static boolean flag(String value) throws HttpProblem {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("follow=" + HttpProblem.echo(value) + " is neither", "true or false");
        };
    }

    static HttpProblem bad(String cause, String hint) {
        return new HttpProblem(HttpStatus.BAD_REQUEST, CANNOT + cause + " (" + hint + ")");
    }
}
