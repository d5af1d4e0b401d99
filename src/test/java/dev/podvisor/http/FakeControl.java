package dev.podvisor.http;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.status.ReloadResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A supervisor's answers, as a test wants them. */
public final class FakeControl implements Control {

    private volatile Optional<ProcessSet> spec = Optional.empty();
    private volatile int paused = 2;
    private volatile ReloadResult result = new ReloadResult(ReloadResult.Outcome.Unchanged, List.of());

    public void spec(ProcessSet set) {
        spec = Optional.of(set);
    }

    /** How many replicas a pause reaches. */
    public void paused(int replicas) {
        paused = replicas;
    }

    public void result(ReloadResult next) {
        result = next;
    }

    @Override
    public Optional<ProcessSet> spec() {
        return spec;
    }

    @Override
    public CompletableFuture<Integer> pause(String process, int replica, boolean still) {
        return CompletableFuture.completedFuture(replica < 0 ? paused : Math.min(paused, 1));
    }

    @Override
    public CompletableFuture<ReloadResult> reload() {
        return CompletableFuture.completedFuture(result);
    }
}
