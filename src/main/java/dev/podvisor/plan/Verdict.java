package dev.podvisor.plan;

import dev.podvisor.plan.ReplicaEvent.SpawnFailed;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.Criticality;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.spec.Signal;
import dev.podvisor.status.OomKill;
import dev.podvisor.status.Termination;
import dev.podvisor.status.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What follows the end of a run: restart policy, backoff and crash loop. Pure. */
final class Verdict {

    /** Whatever the jitter, so that a program that cannot start does not keep the loop turning. */
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    static final String CRASH_LOOP = "CrashLoop";
    static final String START_ERROR = "StartError";
    static final String ERROR = "Error";
    static final String OOM_KILLED = "OOMKilled";
    static final String MEMORY_LIMIT = "MemoryLimit";

    private Verdict() {}

    /** @param replica as it was when the run ended */
    static Termination of(Replica replica, Run run, ProcessSpec spec, Exit exit) {
        return new Termination(
                exit.exitCode(),
                exit.signal(),
                reason(replica, spec, exit),
                message(replica, exit),
                Optional.of(run.startedAt()),
                exit.at(),
                exit.oomKill());
    }

    private static String reason(Replica replica, ProcessSpec spec, Exit exit) {
        if (exit.oomKill().isPresent()) {
            return OOM_KILLED;
        }
        if (!replica.ousted().isEmpty()) {
            return replica.ousted();
        }
        return exit.signal() != 0
                ? "Signaled"
                : spec.successExitCodes().contains(exit.exitCode()) ? "Completed" : ERROR;
    }

    private static String message(Replica replica, Exit exit) {
        if (exit.oomKill().isPresent()) {
            return "killed by the kernel for lack of memory"
                    + figures(exit.oomKill().get());
        }
        String end =
                exit.signal() != 0 ? "ended by " + Signal.nameOf(exit.signal()) : "exited with code " + exit.exitCode();
        return replica.ousted().equals(MEMORY_LIMIT) ? end + " after it was above its memoryWatchdog" : end;
    }

    private static String figures(OomKill kill) {
        String limit = kill.limitBytes() == Usage.UNKNOWN
                ? ": the container is at its limit"
                : ": its limit is " + Amount.bytes(kill.limitBytes());
        return kill.peakBytes() == Usage.UNKNOWN
                ? " (" + limit.substring(2) + ")"
                : " (" + limit.substring(2) + ", its peak was " + Amount.bytes(kill.peakBytes()) + ")";
    }

    static Termination of(SpawnFailed failed) {
        return new Termination(
                failed.exitCode(), 0, START_ERROR, failed.message(), Optional.empty(), failed.at(), Optional.empty());
    }

    /**
     * @param passing whether the run never came to be for a cause that may pass, so that the policy does not apply
     * @param lastedNanos how long the run lived
     */
    static Transition next(
            Replica ended, ProcessSpec spec, boolean stopping, boolean passing, long lastedNanos, long now) {
        Termination last = ended.last().orElseThrow();
        String name = "process " + ended.id().label(spec.replicas());
        String lasted = last.startedAt().isPresent() ? " after " + seconds(lastedNanos) : "";
        if (stopping) {
            return Transition.to(
                    ended.with(new ReplicaState.Stopped()),
                    tell(Step.Level.Info, name + " stopped: " + last.message() + lasted));
        }
        boolean success = !last.reason().equals(START_ERROR)
                && !last.reason().equals(MEMORY_LIMIT)
                && spec.successExitCodes().contains(last.exitCode());
        boolean restart = passing || restarts(spec.restartPolicy(), success);
        if (!restart && success) {
            return Transition.to(
                    ended.with(new ReplicaState.Completed()),
                    tell(Step.Level.Info, name + " completed: " + last.message() + lasted));
        }
        if (!restart) {
            String reason = last.reason().equals(START_ERROR) ? START_ERROR : ERROR;
            return Transition.to(
                    ended.with(new ReplicaState.Failed(reason, OptionalLong.empty())),
                    tell(
                            Step.Level.Error,
                            sentence(name, last, lasted) + "; not restarting (restartPolicy " + spec.restartPolicy()
                                    + ")"));
        }
        boolean stable = lastedNanos >= TimeUnit.SECONDS.toNanos(spec.backoff().stabilizationWindowSeconds());
        int streak = stable ? 0 : ended.streak();
        if (spec.maxRestarts().isPresent() && streak >= spec.maxRestarts().getAsInt()) {
            return crashLoop(ended.withStreak(streak), spec, sentence(name, last, lasted), now);
        }
        long delay = delayNanos(spec, streak, ended);
        Step.Level level = success ? Step.Level.Info : Step.Level.Warning;
        return Transition.to(
                ended.withStreak(streak + 1).with(new ReplicaState.Backoff(now + delay)),
                tell(level, sentence(name, last, lasted) + "; restarting " + when(delay)));
    }

    private static Transition crashLoop(Replica ended, ProcessSpec spec, String sentence, long now) {
        int recovery =
                spec.criticality() == Criticality.Critical ? 0 : spec.backoff().recoverySeconds();
        OptionalLong recoverAt =
                recovery == 0 ? OptionalLong.empty() : OptionalLong.of(now + TimeUnit.SECONDS.toNanos(recovery));
        String next = recovery == 0 ? "" : "; next attempt " + when(TimeUnit.SECONDS.toNanos(recovery));
        return Transition.to(
                ended.with(new ReplicaState.Failed(CRASH_LOOP, recoverAt)),
                tell(
                        Step.Level.Error,
                        sentence + "; crash loop: its " + spec.maxRestarts().getAsInt() + " restarts are used up"
                                + next));
    }

    static Step overdue(ReplicaId id, Run run) {
        return tell(
                Step.Level.Error,
                "cannot end process " + id + " (pid " + run.pid() + "): it is still there "
                        + seconds(Lifecycle.OVERDUE_NANOS)
                        + " after SIGKILL (a process in uninterruptible sleep waits for its device)");
    }

    /** The first restart is immediate; the n-th after it waits initial × factor^(n-1), capped, with jitter. */
    private static long delayNanos(ProcessSpec spec, int streak, Replica replica) {
        if (streak == 0) {
            return 0;
        }
        double longest = TimeUnit.SECONDS.toNanos(spec.backoff().maxSeconds());
        double wait = TimeUnit.MILLISECONDS.toNanos(spec.backoff().initialMilliseconds())
                * Math.pow(spec.backoff().factor(), streak - 1.0);
        double spread = spec.backoff().jitterPercent() / 100.0 * (2 * unit(replica) - 1);
        return Math.max(SHORTEST_WAIT_NANOS, (long) (Math.min(wait, longest) * (1 + spread)));
    }

    /** A number in [0, 1) that differs between replicas and restarts but not between two runs of a test. */
    private static double unit(Replica replica) {
        long mixed = (replica.id().hashCode() * 31L + replica.starts()) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return (mixed >>> 11) * 0x1.0p-53;
    }

    private static boolean restarts(RestartPolicy policy, boolean success) {
        return switch (policy) {
            case Always -> true;
            case OnFailure -> !success;
            case Never -> false;
        };
    }

    private static String sentence(String name, Termination last, String lasted) {
        return last.reason().equals(START_ERROR)
                ? "cannot start " + name + ": " + last.message()
                : name + " " + last.message() + lasted;
    }

    private static String when(long nanos) {
        return nanos == 0 ? "at once" : "in " + seconds(nanos);
    }

    private static String seconds(long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        return duration.toSeconds() >= 10
                ? duration.toSeconds() + "s"
                : String.valueOf(duration.toMillis() / 1000.0).replaceAll("\\.0$", "") + "s";
    }

    private static Step tell(Step.Level level, String message) {
        return new Step.Tell(level, message);
    }
}
