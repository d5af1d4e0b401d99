package dev.podvisor.logs;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import dev.podvisor.spec.RotationSpec;
import java.io.File;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to, and that is rotated between two of them. A line is in it whole or not at all. What is
 * no regular file, such as a FIFO, is written to and never rotated. For the thread of its sink, but for {@link #rotate}.
 */
final class LogFile implements Target {

    private static final int MODE = 0640;
    private static final int SMALL_WRITE = 4 * 1024;
    private static final int LARGE_WRITE = 64 * 1024;

    /** How often it is looked whether the file is still there, and what others have done to it. */
    private static final long LOOK_NANOS = 1_000_000_000;

    private final String path;
    private final Compressor compressor;
    private volatile Optional<RotationSpec> rotation;

    private int fd = -1;
    private boolean regular;
    private long size;
    private long lookedAt;
    private @Nullable Backups backups;

    LogFile(String path, Optional<RotationSpec> rotation, Compressor compressor) {
        this.path = path;
        this.rotation = rotation;
        this.compressor = compressor;
    }

    /** How it is rotated from now on; from any thread. */
    void rotate(Optional<RotationSpec> by) {
        rotation = by;
    }

    @Override
    public long write(ByteRing ring, int available) {
        int error = look();
        if (error == 0 && !regular) {
            long result = OpenDescriptor.write(fd, ring, Math.min(SMALL_WRITE, ring.straight(0, available)));
            if (result < 0) {
                close(); // its reader is gone: the next one needs it opened anew
            }
            return result;
        }
        int limit = Math.min(LARGE_WRITE, ring.straight(0, available));
        int count = ring.wholeLines(limit);
        count = count == 0 ? ring.firstLine(available) : count;
        Optional<RotationSpec> by = rotation;
        if (error == 0 && by.isPresent()) {
            long most = by.get().maxSize().value();
            if (RotationTrigger.isDue(size, count, most)) {
                int fitting = ring.wholeLines(Math.clamp(most - size, 0, limit));
                if (fitting == 0) {
                    error = rotateNow(by.get());
                    fitting = ring.wholeLines((int) Math.min(most, limit));
                }
                count = fitting == 0 ? ring.firstLine(available) : fitting;
            }
        }
        return error < 0 ? error : writeWhole(ring, count);
    }

    /** Sees to it that the file is open and there, and knows its size; yields 0 or an error. */
    private int look() {
        long now = System.nanoTime();
        if (fd >= 0 && now - lookedAt < LOOK_NANOS) {
            return 0;
        }
        if (fd >= 0 && !new File(path).exists()) {
            close();
        }
        if (fd < 0) {
            // Not blocking, or a FIFO without a reader would be waited for, perhaps for ever.
            int opened = Libc.open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_NONBLOCK, MODE);
            if (opened < 0) {
                return opened;
            }
            fd = opened;
            regular = new File(path).isFile();
        }
        lookedAt = now;
        size = regular ? Libc.size(fd) : 0;
        if (regular && rotation.isPresent()) {
            backups().tidy(rotation.get());
        }
        return 0;
    }

    private int rotateNow(RotationSpec by) {
        if (by.maxBackups() == 0) {
            int error = Libc.ftruncate(fd, 0);
            size = 0;
            return error;
        }
        int error = backups().add(by);
        if (error < 0) {
            lookedAt -= LOOK_NANOS;
            return error;
        }
        close();
        return look();
    }

    private Backups backups() {
        Backups known = backups;
        if (known == null) {
            known = new Backups(path, compressor);
            backups = known;
        }
        return known;
    }

    /** Writes so many bytes, which are whole lines, or none of them. */
    private long writeWhole(ByteRing ring, int count) {
        int done = 0;
        while (done < count) {
            long result = Libc.write(fd, ring.memory(), ring.index(done), ring.straight(done, count));
            if (result > 0) {
                done += (int) result;
            } else if (result != -Errno.EINTR) {
                lookedAt -= LOOK_NANOS; // it may be gone, or another one
                if (done > 0 && Libc.size(fd) == size + done) {
                    Libc.ftruncate(fd, size);
                }
                return result == 0 ? -Errno.EIO : result;
            }
        }
        size += done;
        return done;
    }

    /** Backups get too old even while nothing is written. */
    @Override
    public void idle() {
        if (rotation.isPresent()) {
            backups().tidy(rotation.get());
        }
    }

    @Override
    public void reopen() {
        close();
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }
}
