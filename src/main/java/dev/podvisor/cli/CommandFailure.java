package dev.podvisor.cli;

/** Ends a command with a message for the user, in the error grammar, and exit code 1. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    CommandFailure(String message) {
        super(message, null, false, false);
    }
}
