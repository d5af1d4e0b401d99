package dev.podvisor.supervise;

import dev.podvisor.plan.Step;

/** Takes the supervisor's own log lines; must not block and must not throw. */
@FunctionalInterface
public interface Reporter {

    void report(Step.Level level, String message);
}
