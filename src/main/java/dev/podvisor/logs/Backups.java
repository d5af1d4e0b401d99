package dev.podvisor.logs;

import dev.podvisor.linux.Libc;
import dev.podvisor.spec.RotationSpec;
import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The backups of one file: in its folder, named by {@link BackupName}, as many and as old as they may be. They are looked
 * for each time anew, so that what somebody removes is gone. Thread-safe.
 */
final class Backups {

    /** What is being compressed; it counts for no backup. */
    static final String DRAFT = ".tmp";

    private static final long TIDY_MILLIS = 3_600_000;

    private final File folder;
    private final String name;
    private final Compressor compressor;

    // Guarded by this.
    private long last;
    private long tidiedAt = Long.MIN_VALUE;

    Backups(String path, Compressor compressor) {
        File file = new File(path);
        this.folder = new File(Optional.ofNullable(file.getParent()).orElse("/"));
        this.name = file.getName();
        this.compressor = compressor;
    }

    /** Makes the file the newest backup, and removes as many as that is too many; yields 0 or an error. */
    synchronized int add(RotationSpec by) {
        List<BackupName> all = find();
        long newest = all.isEmpty() ? 0 : all.getLast().millis();
        last = Math.max(System.currentTimeMillis(), Math.max(last, newest) + 1); // clocks are set back
        int error = Libc.rename(path(name), path(new BackupName(name, last, false).toString()));
        if (error == 0) {
            all.add(new BackupName(name, last, false));
            prune(all, by);
        }
        return error;
    }

    /** Once in an hour, the first time at once: removes what is too old, too many, or left by one that was killed. */
    synchronized void tidy(RotationSpec by) {
        long now = System.currentTimeMillis();
        if (tidiedAt == Long.MIN_VALUE) {
            removeDrafts();
        } else if (now - tidiedAt >= 0 && now - tidiedAt < TIDY_MILLIS) {
            return;
        }
        tidiedAt = now;
        prune(find(), by);
    }

    private void removeDrafts() {
        for (String candidate : names()) {
            if (candidate.endsWith(DRAFT)
                    && BackupName.parse(name, candidate.substring(0, candidate.length() - DRAFT.length()))
                            .isPresent()) {
                Libc.unlink(path(candidate));
            }
        }
    }

    private void prune(List<BackupName> all, RotationSpec by) {
        long now = System.currentTimeMillis();
        OptionalInt maxAge = by.maxAgeDays();
        boolean plain = false;
        for (int i = 0; i < all.size(); i++) {
            BackupName backup = all.get(i);
            String path = path(backup.toString());
            boolean superseded = i + 1 < all.size() && all.get(i + 1).millis() == backup.millis();
            if (superseded
                    || all.size() - i > by.maxBackups()
                    || maxAge.isPresent()
                            && RotationTrigger.isTooOld(new File(path).lastModified(), now, maxAge.getAsInt())) {
                Libc.unlink(path);
            } else {
                plain |= !backup.compressed();
            }
        }
        if (by.compress() && plain) {
            compressor.add(this);
        }
    }

    /** The newest one that is not compressed. */
    synchronized Optional<String> newestPlain() {
        return find().reversed().stream()
                .filter(backup -> !backup.compressed())
                .findFirst()
                .map(backup -> path(backup.toString()));
    }

    /** Puts a compressed draft in the place of what it was made from, unless that was removed meanwhile. */
    synchronized void replace(String plain, String draft) {
        if (new File(plain).exists() && Libc.rename(draft, plain + BackupName.GZ) == 0) {
            Libc.unlink(plain);
        } else {
            Libc.unlink(draft);
        }
    }

    /** The oldest first; where one is both plain and compressed, since a power failure came between, plain first. */
    private List<BackupName> find() {
        List<BackupName> found = new ArrayList<>();
        for (String candidate : names()) {
            BackupName.parse(name, candidate).ifPresent(found::add);
        }
        found.sort(Comparator.comparingLong(BackupName::millis).thenComparing(BackupName::compressed));
        return found;
    }

    private String[] names() {
        String[] names = folder.list();
        return names == null ? new String[0] : names;
    }

    private String path(String inFolder) {
        return new File(folder, inFolder).getPath();
    }
}
