package dev.podvisor.process;

/** A run that cannot be started; carries what {@link Launcher.NotStarted} says. */
final class Unstartable extends Exception {

    private static final long serialVersionUID = 1;

    final int exitCode;
    final boolean passing;

    Unstartable(int exitCode, String message, boolean passing) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.passing = passing;
    }

    static Unstartable because(String message) {
        return new Unstartable(125, message, false);
    }

    Launcher.NotStarted notStarted() {
        return new Launcher.NotStarted(exitCode, String.valueOf(getMessage()), passing);
    }
}
