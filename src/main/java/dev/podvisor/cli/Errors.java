package dev.podvisor.cli;

import dev.podvisor.spec.Suggestion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong in a command into a message and an exit code. */
final class Errors {

    private Errors() {}

    static int usage(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + message(error, command));
        err.println("See '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    static int execution(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (error instanceof CommandFailure) {
            err.println(command.getCommandSpec().qualifiedName() + ": " + error.getMessage());
        } else {
            err.println(command.getCommandSpec().qualifiedName() + ": internal error: " + error);
            error.printStackTrace(err);
        }
        return ExitCode.FAILURE;
    }

    private static String message(ParameterException error, CommandLine command) {
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            word = word.startsWith("-") && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            List<String> known = known(word, command);
            String what = word.startsWith("-") ? "no such option" : "no such command";
            String hint = Suggestion.didYouMean(word, known)
                    .map(question -> " (" + question + ")")
                    .orElse("");
            return "cannot understand " + word + ": " + what + hint;
        }
        String message = String.valueOf(error.getMessage());
        return "cannot understand the command line: "
                + message.substring(0, 1).toLowerCase(Locale.ROOT)
                + message.substring(1);
    }

    private static List<String> known(String word, CommandLine command) {
        if (!word.startsWith("-")) {
            return List.copyOf(command.getSubcommands().keySet());
        }
        List<String> names = new ArrayList<>();
        command.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
        names.removeIf(name -> !name.startsWith("--"));
        return names;
    }
}
