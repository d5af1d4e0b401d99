package dev.podvisor.usage;

import dev.podvisor.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel refuses to tell, one text a kind, for as long as it goes on. {@link #texts} may be called from any thread;
 * the rest belongs to the sampler's.
 */
final class Refused {

    static final int LIST = 0;
    static final int PROCESS = 1;
    static final int MEMORY = 2;
    static final int SWAP = 3;
    static final int IO = 4;
    static final int FDS = 5;
    static final int NETWORK = 6;

    private static final String[] FILES = {"", "/stat", "/statm", "/status", "/io", "/fd", "/net"};
    private static final int KINDS = FILES.length;

    private final @Nullable String[] texts = new @Nullable String[KINDS];
    private final boolean[] current = new boolean[KINDS];
    private volatile List<String> published = List.of();

    static int bit(int kind) {
        return 1 << kind;
    }

    void begin() {
        for (int i = 0; i < KINDS; i++) {
            current[i] = false;
        }
    }

    /** @param errno positive */
    void add(int kind, int pid, int errno) {
        current[kind] = true;
        if (texts[kind] == null) {
            String file = kind == LIST ? "/proc" : "/proc/" + pid + FILES[kind];
            texts[kind] = "cannot read " + file + ": " + Errno.text(errno) + hint(kind, errno);
        }
    }

    private static String hint(int kind, int errno) {
        if (errno == Errno.EMFILE || errno == Errno.ENFILE) {
            return " (raise the limit of open files, RLIMIT_NOFILE)";
        }
        return switch (kind) {
            case LIST, PROCESS, MEMORY, SWAP -> " (is /proc mounted with hidepid?)";
            case IO, FDS, NETWORK -> " (a process of another user; CAP_SYS_PTRACE allows it)";
            default -> "";
        };
    }

    /** Ends a sample: what was not refused in it is a problem no more. */
    void end() {
        boolean changed = false;
        int count = 0;
        for (int i = 0; i < KINDS; i++) {
            if (!current[i]) {
                texts[i] = null;
            }
            if (texts[i] != null) {
                count++;
                changed |= !published.contains(texts[i]);
            }
        }
        if (changed || count != published.size()) {
            publish();
        }
    }

    private void publish() {
        List<String> all = new ArrayList<>();
        for (String text : texts) {
            if (text != null) {
                all.add(text);
            }
        }
        published = List.copyOf(all);
    }

    List<String> texts() {
        return published;
    }
}
