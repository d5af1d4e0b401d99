package dev.podvisor.cli;

/** The exit codes of the commands, for people and scripts; the numbers above 63 are those of sysexits(3). */
final class ExitCode {

    static final int OK = 0;
    /** The command was right, but it did not work. */
    static final int FAILURE = 1;
    /** The command line is wrong. */
    static final int USAGE = 64;

    /** A manifest cannot be used. */
    static final int UNUSABLE = 78;

    private ExitCode() {}
}
