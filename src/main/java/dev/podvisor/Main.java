package dev.podvisor;

import dev.podvisor.cli.RootCommand;
import dev.podvisor.cli.RunCommand;
import dev.podvisor.cli.RunOptions;
import dev.podvisor.linux.Libc;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Dispatch: {@code run} in its common form goes straight to {@link Podvisor}, everything else through the command line. */
public final class Main {

    /** Set while the image's class caches are made: the JVM completes its list of classes only at an end of its own. */
    private static final String TRAINING = "podvisor.training";

    private Main() {}

    /** The entry point of the image. */
    public static void main(String[] args) {
        SignalGate gate = new SignalGate();
        if (args.length > 0 && args[0].equals("run")) {
            gate.close(); // first of all: until here SIGTERM is lost when this is PID 1
        }
        List<String> all = RawArguments.of(args, Path.of("/proc/self/cmdline"));
        int dashes = all.indexOf("--");
        List<String> arguments = dashes < 0 ? all : all.subList(0, dashes);
        List<String> command = dashes < 0 ? List.of() : all.subList(dashes + 1, all.size());
        Optional<RunOptions> plain = RunOptions.plain(arguments, command);
        System.exit(
                plain.isPresent()
                        ? supervise(plain.get(), gate)
                        : RootCommand.commandLine(new RunCommand(options -> supervise(options, gate), command))
                                .execute(arguments.toArray(String[]::new)));
    }

    /** Does not return: everything is closed then, and the exit code is not to wait for the JVM. */
    private static int supervise(RunOptions options, SignalGate gate) {
        int code = new Podvisor(options, gate).run();
        System.out.flush();
        System.err.flush();
        if (!Boolean.getBoolean(TRAINING)) {
            Libc.exit(code);
        }
        return code;
    }
}
