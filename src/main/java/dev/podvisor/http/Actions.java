package dev.podvisor.http;

import dev.podvisor.codec.PausedJson;
import dev.podvisor.codec.ReloadJson;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.status.ReloadResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What changes something: each is a POST, and is answered when it is done. Called by the connections' threads. */
final class Actions {

    static final String RELOAD = "/v1/reload";

    private static final String PROCESSES = "/v1/processes/";
    private static final String PAUSE = "/pause";
    private static final String RESUME = "/resume";
    private static final String REPLICA = "replica=";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As {@link Routes} shows them. */
    static final List<String> PATHS = List.of(RELOAD, PROCESSES + "NAME" + PAUSE, PROCESSES + "NAME" + RESUME);

    private final Control control;
    private final Limits limits;

    Actions(Control control, Limits limits) {
        this.control = control;
        this.limits = limits;
    }

    /** Answers a request for an action; false when its path is none. */
    boolean answer(Request request, Response response, Connection client) throws IOException, HttpProblem {
        String path = request.path();
        if (path.equals(RELOAD)) {
            Routes.action(request, path);
            ReloadResult result = await(control.reload(), "say what came of the reload", client);
            response.json(ReloadJson.write(result));
            return true;
        }
        if (path.startsWith(PROCESSES) && (path.endsWith(PAUSE) || path.endsWith(RESUME))) {
            Routes.action(request, path);
            pause(request, response, client);
            return true;
        }
        return false;
    }

    private void pause(Request request, Response response, Connection client) throws IOException, HttpProblem {
        boolean still = request.path().endsWith(PAUSE);
        String end = still ? PAUSE : RESUME;
        String what = (still ? "pause" : "resume") + " the process";
        String name = request.path()
                .substring(
                        PROCESSES.length(),
                        Math.max(PROCESSES.length(), request.path().length() - end.length()));
        int replicas = replicas(name, what);
        int replica = replica(request, replicas, what);
        int done = await(control.pause(name, replica, still), what, client);
        response.json(PausedJson.write(done));
    }

    private int replicas(String name, String what) throws HttpProblem {
        Optional<ProcessSet> set = control.spec();
        List<String> names = set.map(known -> known.spec().processes().stream()
                        .map(process -> process.name())
                        .toList())
                .orElse(List.of());
        if (!names.contains(name)) {
            throw Routes.noProcess(what, name, names);
        }
        return set.flatMap(known -> known.spec().process(name)).orElseThrow().replicas();
    }

    private static int replica(Request request, int replicas, String what) throws HttpProblem {
        if (request.query().isEmpty()) {
            return -1;
        }
        String query = request.query();
        String number = query.startsWith(REPLICA) ? query.substring(REPLICA.length()) : "";
        if (!number.matches("[0-9]{1,4}") || Integer.parseInt(number) >= replicas) {
            throw new HttpProblem(
                    HttpStatus.BAD_REQUEST,
                    "cannot " + what + ": " + HttpProblem.echo(query) + " names no replica of it (replica=0 to "
                            + Math.max(0, replicas - 1) + ", or nothing for all)");
        }
        return Integer.parseInt(number);
    }

    private <T> T await(CompletableFuture<T> action, String what, Connection client) throws HttpProblem {
        try {
            client.allow(PATIENCE.plus(limits.write()));
            return action.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // told below
        }
        throw new HttpProblem(
                HttpStatus.UNAVAILABLE,
                "cannot " + what + ": it is not done after " + PATIENCE.toSeconds() + "s (see podvisor status)",
                "Retry-After: 1");
    }
}
