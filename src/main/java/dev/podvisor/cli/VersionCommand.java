package dev.podvisor.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code podvisor version}: what to write into a bug report. */
@Command(name = "version", description = "Show the version of podvisor, of its Java, and the platform.")
public final class VersionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        BuildInfo build = BuildInfo.load();
        PrintWriter out = spec.commandLine().getOut();
        String commit = build.commit().map(id -> " (commit " + id + ")").orElse("");
        out.println("podvisor " + build.version() + commit);
        out.println("java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        out.println("platform " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        return ExitCode.OK;
    }
}
