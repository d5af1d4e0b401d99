package dev.podvisor.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The few colours of a terminal that are used (ECMA-48, SGR), by the supervisor and by its command line. */
public enum Colour {
    RED("31"),
    YELLOW("33"),
    GREEN("32"),
    FAINT("2"),
    NONE("");

    private static final String[] OF_NAMES = {"36", "32", "35", "34", "33", "96", "92", "95", "94", "93"};

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /**
     * Whether a descriptor is a terminal that may show colours. {@code TERM} says that there is one, as container runtimes do
     * where they give a container a terminal; not so where {@code NO_COLOR} (no-color.org) is set.
     */
    public static boolean wanted(int fd) {
        String terminal = System.getenv("TERM");
        String off = System.getenv("NO_COLOR");
        if (terminal == null || terminal.isEmpty() || terminal.equals("dumb") || off != null && !off.isEmpty()) {
            return false;
        }
        return isTerminal(fd);
    }

    /** Whether a descriptor is a terminal, be it closed by now. Asked of itself: System.console() would also want stdin to be one. */
    public static boolean isTerminal(int fd) {
        try {
            String open = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
            return open.startsWith("/dev/pts/") || open.startsWith("/dev/tty") || open.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    public String paint(String text) {
        return this == NONE ? text : painted(code, text);
    }

    /** A process's label in the colour that its name has everywhere. */
    public static String ofName(String process, String label) {
        return painted(OF_NAMES[Math.floorMod(process.hashCode(), OF_NAMES.length)], label);
    }

    private static String painted(String code, String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
