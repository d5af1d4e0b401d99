package dev.podvisor.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Colours of text that people read on a terminal (ECMA-48). Thread-safe. */
public final class Colours {

    public static final String RED = "\u001b[31m";
    public static final String YELLOW = "\u001b[33m";
    public static final String FAINT = "\u001b[2m";
    public static final String RESET = "\u001b[0m";

    private static final String[] NAMES = {"36", "32", "35", "34", "33", "96", "92", "95", "94", "93"};

    private Colours() {}

    /**
     * Whether a descriptor is a terminal that may show colours: {@code TERM} says that there is one, as container runtimes do
     * where they give a container a terminal, and {@code NO_COLOR} (no-color.org) is not set.
     */
    public static boolean wanted(int fd) {
        String terminal = System.getenv("TERM");
        String off = System.getenv("NO_COLOR");
        if (terminal == null || terminal.isEmpty() || terminal.equals("dumb") || off != null && !off.isEmpty()) {
            return false;
        }
        try {
            // Asked of the descriptor itself: System.console() would also want standard input to be a terminal.
            String open = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
            return open.startsWith("/dev/pts/") || open.startsWith("/dev/tty") || open.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** A process's label in the colour that its name has everywhere. */
    public static String label(String process, String label) {
        String colour = NAMES[Math.floorMod(process.hashCode(), NAMES.length)];
        return "\u001b[" + colour + "m" + label + RESET;
    }
}
