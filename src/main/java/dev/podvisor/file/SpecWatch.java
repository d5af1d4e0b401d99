package dev.podvisor.file;

import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecContent;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the spec's file or folder and hands every new version on, good or bad, on a thread of its own. The kernel's events (inotify(7))
 * only hint at when to look; whether something has changed is decided by the content, and a look now and then makes up for
 * file systems that send no events. {@link #reload} may come from any thread.
 */
public final class SpecWatch implements AutoCloseable {

    /** How often to look without an event. */
    private static final Duration POLL = Duration.ofSeconds(2);

    /** A writer that is still at it changes the content within this time. */
    private static final Duration QUIET = Duration.ofMillis(10);

    /** How long a version that cannot be used, or that keeps changing, may be one that is being written. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Duration RETRY = Duration.ofMillis(50);

    /** How long to leave events alone after one that was of another file. */
    private static final Duration OTHERS = Duration.ofMillis(10);

    private final SpecFile file;
    private final Consumer<ReadResult> listener;
    private final Consumer<String> warnings;
    /** By what the directory is, not by its name, which may come to mean another one. */
    private final Map<Object, WatchKey> watched = new HashMap<>();

    private final Thread thread =
            Thread.ofPlatform().daemon().name("spec-watch").unstarted(this::run);
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable WatchService events;
    private volatile boolean closed;

    // Guarded by the monitor: one look at a time.
    private Optional<SpecContent> last = Optional.empty();
    private String fingerprint = "";

    /** @param listener is given each new version, good or bad, by one thread at a time */
    public SpecWatch(Path path, Consumer<ReadResult> listener, Consumer<String> warnings) {
        this.file = new SpecFile(path);
        this.listener = listener;
        this.warnings = warnings;
    }

    /** Starts the thread, while there is room for one; it watches from {@link #begin} on. */
    public void start() {
        thread.start();
    }

    /** From now on changes are handed on, and whatever has changed since the file was read for the first time. */
    public void begin() {
        begun.countDown();
    }

    /** Looks at once, without making the caller wait; yields whether there was a new version, once it has been handed on. */
    public CompletableFuture<Boolean> reload() {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        try {
            Thread.ofVirtual().name("spec-reload").start(() -> complete(result));
        } catch (OutOfMemoryError noThread) {
            result.completeExceptionally(noThread);
        }
        return result;
    }

    private void complete(CompletableFuture<Boolean> result) {
        try {
            result.complete(look());
        } catch (RuntimeException | Error problem) {
            result.completeExceptionally(problem);
        }
    }

    @Override
    public void close() {
        closed = true;
        begun.countDown();
        WatchService service = events;
        if (service != null) {
            try {
                service.close();
            } catch (IOException ending) {
                warnings.accept("cannot stop watching " + file.path() + ": " + ending.getMessage());
            }
        }
    }

    private void run() {
        try {
            begun.await();
            events = open();
            look();
            while (!closed && await()) {
                register(); // first, so that whatever changes after the look makes an event
                if (!file.fingerprint().equals(seenLast())) {
                    look();
                } else {
                    // Somebody writes in the same directory, perhaps a log, and each write makes an event.
                    pause(OTHERS);
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException end) {
            // closed meanwhile
        }
    }

    private synchronized String seenLast() {
        return fingerprint;
    }

    private @Nullable WatchService open() {
        try {
            events = FileSystems.getDefault().newWatchService();
            register();
            return events;
        } catch (IOException problem) {
            warnings.accept("cannot watch " + file.path() + ": " + problem.getMessage() + " (looking every "
                    + POLL.toSeconds() + "s instead)");
            return null;
        }
    }

    /** The directories may be other ones after each change, such as the swap of a volume. */
    private void register() {
        WatchService service = events;
        if (service == null) {
            return;
        }
        watched.values().removeIf(key -> !key.isValid());
        Set<Object> present = new HashSet<>();
        for (Path directory : file.directories()) {
            try {
                Object identity = Optional.ofNullable(Files.readAttributes(directory, BasicFileAttributes.class)
                                .fileKey())
                        .orElse(directory);
                present.add(identity);
                if (!watched.containsKey(identity)) {
                    watched.put(
                            identity,
                            directory.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                }
            } catch (IOException gone) {
                // looked at every now and then all the same
            }
        }
        watched.entrySet().removeIf(entry -> {
            boolean stale = !present.contains(entry.getKey());
            if (stale) {
                entry.getValue().cancel();
            }
            return stale;
        });
    }

    /** Waits for an event or the time of the next look; false when there is no more to wait for. */
    private boolean await() {
        try {
            WatchService service = events;
            if (service == null) {
                Thread.sleep(POLL);
                return true;
            }
            WatchKey key = service.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
            return true;
        } catch (InterruptedException end) {
            return false;
        }
    }

    /** Hands a new version on; yields whether there was one. */
    private synchronized boolean look() {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!closed) {
            String seen = file.fingerprint();
            Optional<SpecContent> content = settled(patience);
            if (content.equals(last)) {
                fingerprint = seen;
                return false;
            }
            ReadResult version = file.parse(content);
            if (version instanceof ReadResult.Spec || System.nanoTime() >= patience) {
                fingerprint = seen;
                last = content;
                listener.accept(version);
                return true;
            }
            pause(RETRY); // perhaps a version that is only half written
        }
        return false;
    }

    /** The content once two readings in a row agree. */
    private Optional<SpecContent> settled(long patience) {
        Optional<SpecContent> content = file.content();
        while (System.nanoTime() < patience && !closed) {
            pause(QUIET);
            Optional<SpecContent> again = file.content();
            if (content.equals(again)) {
                break;
            }
            content = again;
        }
        return content;
    }

    private void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
