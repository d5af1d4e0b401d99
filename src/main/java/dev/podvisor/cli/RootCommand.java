package dev.podvisor.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The command {@code podvisor}, which only lists its subcommands. */
@Command(
        name = "podvisor",
        description = "Supervises the processes of a container.",
        synopsisSubcommandLabel = "COMMAND")
public final class RootCommand implements Callable<Integer> {

    private static final List<Class<?>> COMMANDS = List.of(
            StatusCommand.class,
            LogsCommand.class,
            ReloadCommand.class,
            PauseCommand.Pause.class,
            PauseCommand.Resume.class,
            PlanCommand.class,
            ValidateCommand.class,
            SchemaCommand.class,
            VersionCommand.class,
            HelpCommand.class,
            GenerateCompletion.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * The whole command line, ready to be executed; it never throws, but turns every error into a message and an exit code.
     *
     * @param more commands that only the caller can make
     */
    public static CommandLine commandLine(Object... more) {
        CommandLine commandLine = commandLine(Surroundings.ofThisProcess(), more);
        // Specs and what processes print are UTF-8, whatever the locale, which a container seldom has.
        commandLine.setOut(new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        return commandLine;
    }

    static CommandLine commandLine(Surroundings surroundings, Object... more) {
        CommandLine commandLine = new CommandLine(new RootCommand(), factory(surroundings));
        for (Object command : more) {
            commandLine.addSubcommand(command);
        }
        for (Class<?> command : COMMANDS) {
            commandLine.addSubcommand(command);
        }
        commandLine.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> command.userObject() instanceof GenerateCompletion)
                .forEach(command -> command.usageMessage().hidden(true));
        addHelpOption(commandLine);
        commandLine.setUsageHelpLongOptionsMaxWidth(30);
        commandLine.setParameterExceptionHandler(Errors::usage);
        commandLine.setExecutionExceptionHandler(Errors::execution);
        return commandLine;
    }

    /** A bare {@code podvisor}, as the entry point of a container, must not look like a job well done. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    private static IFactory factory(Surroundings surroundings) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == StatusCommand.class) {
                    return type.cast(new StatusCommand(surroundings));
                }
                if (type == LogsCommand.class) {
                    return type.cast(new LogsCommand(surroundings));
                }
                if (type == PauseCommand.Pause.class) {
                    return type.cast(new PauseCommand.Pause(surroundings));
                }
                if (type == PauseCommand.Resume.class) {
                    return type.cast(new PauseCommand.Resume(surroundings));
                }
                if (type == ReloadCommand.class) {
                    return type.cast(new ReloadCommand(surroundings));
                }
                return type == PlanCommand.class
                        ? type.cast(new PlanCommand(surroundings))
                        : CommandLine.defaultFactory().create(type);
            }
        };
    }

    private static void addHelpOption(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.options().stream().noneMatch(OptionSpec::usageHelp)) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .build());
        }
        command.getSubcommands().values().forEach(RootCommand::addHelpOption);
    }
}
