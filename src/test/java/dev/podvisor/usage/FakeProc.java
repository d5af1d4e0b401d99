package dev.podvisor.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that reads like {@code /proc}. Its pids are above the largest that Linux gives, so that none exists really. */
final class FakeProc {

    static final int FIRST_PID = 5_000_000;

    final Path root;

    FakeProc(Path root) {
        this.root = root;
        swapped(0);
    }

    /** One process; what is not said is 0. Times are in clock ticks. */
    static final class Fake {
        final int pid;
        char state = 'S';
        int parent = 1;
        long start = 100;
        long user;
        long system;
        long childUser;
        long childSystem;
        int threads = 1;
        long ignored;
        long virtualPages;
        long residentPages;
        long swapKb;
        long readBytes;
        long writeBytes;
        int fds;
        String namespace = "net:[1]";

        Fake(int pid) {
            this.pid = pid;
        }
    }

    void put(Fake fake) {
        Path folder = root.resolve(Integer.toString(fake.pid));
        remove(fake.pid);
        try {
            Files.createDirectories(folder.resolve("fd"));
            Files.createDirectories(folder.resolve("ns"));
            Files.createDirectories(folder.resolve("net"));
            for (int i = 0; i < fake.fds; i++) {
                Files.createFile(folder.resolve("fd/" + i));
            }
            Files.createSymbolicLink(folder.resolve("ns/net"), Path.of(fake.namespace));
            Files.writeString(
                    folder.resolve("stat"),
                    "%d (a) b (c) %c %d 1 1 0 -1 4194304 9 9 9 9 %d %d %d %d 20 0 %d 0 %d 77 88 99 1 1 1 1 1 0 0 %d 0\n"
                            .formatted(
                                    fake.pid,
                                    fake.state,
                                    fake.parent,
                                    fake.user,
                                    fake.system,
                                    fake.childUser,
                                    fake.childSystem,
                                    fake.threads,
                                    fake.start,
                                    fake.ignored));
            Files.writeString(folder.resolve("statm"), fake.virtualPages + " " + fake.residentPages + " 1 1 0 1 0\n");
            Files.writeString(
                    folder.resolve("io"),
                    "rchar: 7\nwchar: 8\nsyscr: 1\nsyscw: 1\nread_bytes: %d\nwrite_bytes: %d\ncancelled_write_bytes: 0\n"
                            .formatted(fake.readBytes, fake.writeBytes));
            Files.writeString(
                    folder.resolve("status"), "Name:\tx\nVmSize:\t5 kB\nVmSwap:\t     %d kB\n".formatted(fake.swapKb));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The interfaces that a process sees, a line of net/dev each. */
    void interfaces(int pid, String... lines) {
        write(
                pid + "/net/dev",
                "Inter-|   Receive   |  Transmit\n face |bytes packets\n" + String.join("\n", lines) + "\n");
    }

    void swapped(long kilobytes) {
        write("meminfo", "MemTotal: 9 kB\nSwapTotal:  4096 kB\nSwapFree:   " + (4096 - kilobytes) + " kB\n");
    }

    /** Makes a file unreadable even for root. */
    void spoil(int pid, String file) {
        try {
            Files.delete(root.resolve(pid + "/" + file));
            Files.createDirectory(root.resolve(pid + "/" + file));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    void remove(int pid) {
        Path folder = root.resolve(Integer.toString(pid));
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(root.resolve(file), text);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
