package dev.podvisor.cgroup;

import dev.podvisor.linux.Errno;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Brings the settings of one leaf to the kernel, and knows which of them are there. Not thread-safe. */
final class LeafWriter {

    private final Kernel kernel;
    private final Set<Controller> controllers;
    private final File directory;
    private final String[] written = new String[Setting.RISING.length];
    private final long[] values = new long[Setting.RISING.length];
    private final List<IoLimit> io = new ArrayList<>();

    /** @param directory a cgroup that nobody has written to yet */
    LeafWriter(Kernel kernel, Set<Controller> controllers, File directory) {
        this.kernel = kernel;
        this.controllers = controllers;
        this.directory = directory;
        for (Setting setting : Setting.RISING) {
            note(setting, LeafSettings.NONE);
        }
    }

    /**
     * Writes what differs from what is there: first what rises, then, in the opposite order, what falls, so that no state on the
     * way is invalid or tighter than both ends. What cannot be written is tried again the next time.
     *
     * @return what cannot be set, in whole sentences
     */
    List<String> apply(LeafSettings settings) {
        List<String> problems = new ArrayList<>();
        for (Setting setting : Setting.RISING) {
            if (setting.of(settings) >= values[setting.ordinal()]) {
                write(setting, settings, problems);
            }
        }
        for (int i = Setting.RISING.length - 1; i >= 0; i--) {
            Setting setting = Setting.RISING[i];
            if (setting.of(settings) < values[i]) {
                write(setting, settings, problems);
            }
        }
        applyIo(settings.io(), problems);
        return problems;
    }

    private void write(Setting setting, LeafSettings settings, List<String> problems) {
        String value = setting.text(settings);
        if (value.equals(written[setting.ordinal()])) {
            return;
        }
        String refusal = write(setting.controller, setting.file, value);
        if (refusal.isEmpty()) {
            note(setting, settings);
        } else {
            problems.add(sentence(setting.file, setting.shown(settings), refusal));
        }
    }

    private void note(Setting setting, LeafSettings settings) {
        written[setting.ordinal()] = setting.text(settings);
        values[setting.ordinal()] = setting.of(settings);
    }

    private void applyIo(List<IoLimit> wanted, List<String> problems) {
        for (int i = io.size() - 1; i >= 0; i--) {
            IoLimit there = io.get(i);
            if (!names(wanted, there.device()) && writeIo(there.lifted(), problems)) {
                io.remove(i);
            }
        }
        for (IoLimit limit : wanted) {
            if (!io.contains(limit) && writeIo(limit, problems)) {
                for (int i = io.size() - 1; i >= 0; i--) {
                    if (io.get(i).device().equals(limit.device())) {
                        io.remove(i);
                    }
                }
                io.add(limit);
            }
        }
    }

    private static boolean names(List<IoLimit> limits, String device) {
        for (IoLimit limit : limits) {
            if (limit.device().equals(device)) {
                return true;
            }
        }
        return false;
    }

    private boolean writeIo(IoLimit limit, List<String> problems) {
        String refusal = write(Controller.IO, "io.max", limit.text());
        if (!refusal.isEmpty()) {
            problems.add(sentence("io.max", limit.text(), refusal));
        }
        return refusal.isEmpty();
    }

    /** Yields why not; empty when it is written. */
    private String write(Controller controller, String file, String value) {
        if (!controllers.contains(controller)) {
            return "the " + controller.word() + " controller is not delegated to this container";
        }
        int result = kernel.write(new File(directory, file).getPath(), value);
        return result == 0 ? "" : Errno.text(-result) + hint(-result);
    }

    private static String hint(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> " (this kernel does not have it)";
            case Errno.EACCES, Errno.EPERM -> " (is cgroup delegation enabled?)";
            case Errno.EINVAL -> " (the kernel does not take this value)";
            case Errno.ENODEV -> " (there is no such block device)";
            default -> "";
        };
    }

    private String sentence(String file, String value, String cause) {
        return "cannot set " + file + " of cgroup " + directory.getName() + " to " + value + ": " + cause;
    }
}
