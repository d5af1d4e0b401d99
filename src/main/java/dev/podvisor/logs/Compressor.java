package dev.podvisor.logs;

import dev.podvisor.linux.Libc;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses backups of all files, one at a time, on a thread that yields to everything else and is there only while there
 * is something to do. Thread-safe.
 */
final class Compressor implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;
    private static final int MODE = 0640;

    private final Journal journal;

    // Guarded by this.
    private final Set<Backups> waiting = new LinkedHashSet<>();
    private @Nullable Thread thread;
    private boolean warned;

    private volatile boolean closed;

    /** The file that is being written; empty for none. */
    private volatile String current = "";

    Compressor(Journal journal) {
        this.journal = journal;
    }

    /** Something of these is to be compressed. */
    synchronized void add(Backups backups) {
        waiting.add(backups);
        if (thread == null && !closed) {
            Thread fresh = new Thread(this::run, "log-gzip");
            fresh.setDaemon(true);
            fresh.start();
            thread = fresh;
        }
    }

    private void run() {
        Libc.yieldToOthers();
        for (Optional<Backups> next = next(); next.isPresent(); next = next()) {
            try {
                compressAll(next.get());
            } catch (IOException | RuntimeException | Error problem) { // they stay as they are, until the next rotation
                warn(problem);
            }
        }
    }

    private synchronized Optional<Backups> next() {
        Optional<Backups> next = closed ? Optional.empty() : waiting.stream().findFirst();
        next.ifPresent(waiting::remove);
        if (next.isEmpty()) {
            thread = null;
        }
        return next;
    }

    private void compressAll(Backups backups) throws IOException {
        for (Optional<String> plain = backups.newestPlain(); plain.isPresent(); plain = backups.newestPlain()) {
            String draft = plain.get() + BackupName.GZ + Backups.DRAFT;
            boolean done = false;
            current = draft;
            try {
                done = compress(plain.get(), draft);
            } catch (FileNotFoundException problem) {
                if (new File(plain.get()).exists()) { // otherwise it was one too many, or too old
                    throw problem;
                }
            } finally {
                if (!done) {
                    Libc.unlink(draft);
                }
            }
            if (done) {
                backups.replace(plain.get(), draft);
            }
            current = "";
            if (closed) {
                return;
            }
        }
    }

    /** Yields false when that has no sense any more. */
    private boolean compress(String from, String to) throws IOException {
        Libc.close(Libc.open(to, Libc.O_WRONLY | Libc.O_CREAT, MODE));
        File source = new File(from);
        long written = source.lastModified();
        byte[] chunk = new byte[CHUNK];
        try (FileInputStream in = new FileInputStream(source);
                FileOutputStream out = new FileOutputStream(to)) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out, CHUNK)) {
                for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
                    if (closed || !source.exists()) {
                        return false;
                    }
                    gzip.write(chunk, 0, count);
                }
                gzip.finish();
                out.getFD().sync(); // or a power failure could leave neither
            }
        }
        boolean _ = new File(to).setLastModified(written); // which its age is told by
        return true;
    }

    private synchronized void warn(Throwable problem) {
        if (!warned) {
            warned = true;
            journal.warn("cannot compress a rotated log: " + problem.getMessage() + " (it stays as it is)");
        }
    }

    /** Leaves the rest to the next start. */
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            ending = thread;
        }
        if (ending != null && !Threads.join(ending, Duration.ofMillis(200))) {
            Libc.unlink(current); // it gets too little time even to give up
        }
    }
}
