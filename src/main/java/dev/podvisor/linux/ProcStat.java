package dev.podvisor.linux;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A process as {@code /proc/PID/stat} has it (proc_pid_stat(5)).
 *
 * @param state one letter, {@code Z} for a zombie
 * @param startTicks when it started, in clock ticks since boot
 */
public record ProcStat(int pid, char state, int parent, int group, int session, long startTicks) {

    /** Reads it below the given {@code /proc}; empty when the process is gone or hidden. */
    public static Optional<ProcStat> read(File proc, int pid) {
        try (InputStream in = new FileInputStream(new File(proc, pid + "/stat"))) {
            return parse(new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The name in parentheses may hold anything, even spaces and parentheses, so fields are counted from its last one. */
    static Optional<ProcStat> parse(String line) {
        int open = line.indexOf(" (");
        int close = line.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] fields = line.substring(close + 1).strip().split(" ");
        if (fields.length < 20) {
            return Optional.empty();
        }
        return Optional.of(new ProcStat(
                Integer.parseInt(line.substring(0, open)),
                fields[0].charAt(0),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[19])));
    }
}
