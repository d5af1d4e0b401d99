package dev.podvisor.spec;

import java.util.List;

/**
 * What to do when podvisor receives a signal.
 *
 * @param signal SIGUSR1, SIGUSR2 or SIGWINCH
 * @param processes to whom a {@link SignalAction#Forward forwarded} signal goes; empty for every process
 */
public record SignalRule(Signal signal, SignalAction action, List<String> processes) {

    private static final List<String> TAKEN = List.of("SIGUSR1", "SIGUSR2", "SIGWINCH");

    static final Shape<SignalRule> SHAPE = new Shape<>(
            "SignalRule",
            "What podvisor does with a signal that it receives itself.",
            List.of(
                    Field.required(
                            "signal",
                            new Type.Word<>("one of", TAKEN, String.join("|", TAKEN), Signal::of),
                            "The signal; SIGTERM, SIGINT and SIGHUP have a fixed meaning."),
                    Field.required(
                            "action",
                            Type.choice(SignalAction.class),
                            "Forward it to the process groups, Stop as SIGTERM does, or Ignore it."),
                    Field.optional(
                            "processes",
                            new Type.Many(Names.PROCESS, 1, 1000),
                            "Who gets a forwarded signal; every process when absent.")),
            v -> new SignalRule(v.get("signal"), v.get("action"), v.list("processes")));

    public SignalRule {
        processes = List.copyOf(processes);
    }
}
