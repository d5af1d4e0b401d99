package dev.podvisor.http;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.status.ReloadResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the API asks of the supervisor beside its status. Thread-safe; nothing here waits. */
public interface Control {

    /** The spec that is in force. */
    Optional<ProcessSet> spec();

    /**
     * Holds the processes of a process still, or lets them go on.
     *
     * @param replica its index; -1 for all
     * @return how many of its replicas are so now
     */
    CompletableFuture<Integer> pause(String process, int replica, boolean still);

    /** Reads the source again and takes it. */
    CompletableFuture<ReloadResult> reload();
}
