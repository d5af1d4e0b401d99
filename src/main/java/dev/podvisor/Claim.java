package dev.podvisor;

import dev.podvisor.process.InstanceLock;
import dev.podvisor.status.SocketPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The socket path that this supervisor claims for itself, with a lock beside it: two of them would kill each other's children
 * as leftovers.
 *
 * @param socket where the API may be served; empty when no candidate is writable
 * @param identity what this supervisor and its successor have in common
 * @param problem why there is no socket, for the log
 * @param holder who has the claim instead, as a message; the supervisor must not run then
 */
record Claim(Optional<SocketPath> socket, int identity, String problem, Optional<String> holder) {

    static Claim on(List<SocketPath> candidates) {
        StringBuilder problems = new StringBuilder();
        for (SocketPath candidate : candidates) {
            Path path = candidate.path();
            switch (InstanceLock.take(candidate)) {
                case InstanceLock.Held _ -> {
                    return new Claim(Optional.of(candidate), InstanceLock.identity(path), "", Optional.empty());
                }
                case InstanceLock.Taken taken -> {
                    String pid =
                            taken.pid().map(number -> " (pid " + number + ")").orElse("");
                    return new Claim(Optional.empty(), 0, "", Optional.of("another podvisor" + pid + " holds " + path));
                }
                case InstanceLock.Impossible impossible ->
                    problems.append(problems.isEmpty() ? "" : "; ").append(impossible.reason());
            }
        }
        int identity = InstanceLock.identity(candidates.getFirst().path());
        return new Claim(Optional.empty(), identity, problems.toString(), Optional.empty());
    }
}
