package dev.podvisor.supervise;

import dev.podvisor.plan.Step;
import java.util.HashSet;
import java.util.Set;

/** Tells people, and keeps an error inside podvisor from reaching anything else: it is told, counted and forgotten. */
final class Containment {

    private final Reporter reporter;
    private final Runnable internalError;
    private final Set<String> warned = new HashSet<>();

    /** @param internalError counts one */
    Containment(Reporter reporter, Runnable internalError) {
        this.reporter = reporter;
        this.internalError = internalError;
    }

    void tell(Step.Level level, String message) {
        try {
            reporter.report(level, message);
        } catch (RuntimeException | Error unreportable) {
            internalError.run(); // nobody can be told, for lack of memory say, and the loop must go on
        }
    }

    /** What is wrong with a spec is so at each start, and needs saying once. */
    void warnOnce(String message) {
        if (warned.add(message)) {
            tell(Step.Level.Warning, message);
        }
    }

    /** Runs an action whose failure must reach nothing else; yields whether it succeeded. */
    boolean contain(String what, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException | Error problem) {
            internalError.run();
            tellOf(what, problem);
            return false;
        }
    }

    private void tellOf(String what, Throwable problem) {
        try {
            tell(Step.Level.Error, "cannot " + what + ": internal error: " + problem);
        } catch (RuntimeException | Error unspeakable) {
            internalError.run(); // not even the message can be made
        }
    }
}
