package dev.podvisor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's OOM killer (proc_pid_oom_score_adj(5)): children are to go before their supervisor. */
final class Oom {

    private Oom() {}

    /** This process's own value, -1000 to 1000; 0 when it cannot be read. */
    static int ownScoreAdj() {
        try {
            return Integer.parseInt(
                    Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
        } catch (IOException | NumberFormatException hidden) {
            return 0;
        }
    }
}
