package dev.podvisor.cgroup;

import dev.podvisor.linux.Errno;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A container's cgroup in a temporary directory: plain files, with the kernel's rules for what may be written where. What a real
 * kernel cannot be made to refuse, {@link #refuse} refuses. Paths are relative to the root.
 */
final class FakeKernel implements Kernel {

    static final int SUPERVISOR_PID = 1;

    final Path mount;
    final Path proc;

    /** Whatever was written, as {@code FILE=VALUE}, in order. */
    final List<String> log = new ArrayList<>();

    final List<Integer> killed = new ArrayList<>();

    /** Files that cgroups of this kernel do not have. */
    final Set<String> lacking = new LinkedHashSet<>();

    private final Map<String, Integer> refusals = new HashMap<>();
    private final Map<String, List<Runnable>> before = new HashMap<>();

    FakeKernel(Path directory, String controllers, int... pids) throws IOException {
        this.mount = directory.resolve("cgroup");
        this.proc = directory.resolve("proc");
        Files.createDirectories(mount);
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/cgroup"), "0::/\n");
        populate(mount, controllers);
        Files.writeString(
                mount.resolve("cgroup.procs"), lines(Arrays.stream(pids).boxed().toList()));
        settle();
    }

    Delegation probe() {
        return new Delegator(this, mount.toFile(), proc.toFile(), SUPERVISOR_PID).probe();
    }

    CgroupTree tree() {
        return switch (probe()) {
            case Delegation.Delegated(CgroupTree tree, Set<Controller> _, List<String> _) -> tree;
            case Delegation.NotDelegated(String reason) -> throw new AssertionError(reason);
        };
    }

    /** From now on a write to, or the making or removal of this path fails. */
    void refuse(String path, int errno) {
        refusals.put(path, errno);
    }

    /** Once, before the next write to this file. */
    void before(String path, Runnable action) {
        before.computeIfAbsent(path, _ -> new ArrayList<>()).add(action);
    }

    void enter(int pid, String cgroup) {
        List<Integer> pids = new ArrayList<>(pids(cgroup));
        pids.add(pid);
        put(mount.resolve(cgroup).resolve("cgroup.procs"), lines(pids));
        settle();
    }

    List<Integer> pids(String cgroup) {
        return text(cgroup + "/cgroup.procs").lines().map(Integer::valueOf).toList();
    }

    String text(String file) {
        try {
            return Files.readString(mount.resolve(file.startsWith("/") ? file.substring(1) : file))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String path) {
        return Files.exists(mount.resolve(path));
    }

    @Override
    public int mkdir(String directory) {
        Path path = Path.of(directory);
        if (Files.exists(path)) {
            return -Errno.EEXIST;
        }
        if (refusals.containsKey(relative(path))) {
            return -refusals.get(relative(path));
        }
        populate(path, text(relative(path.getParent()) + "/cgroup.subtree_control"));
        settle();
        return 0;
    }

    @Override
    public int rmdir(String directory) {
        Path path = Path.of(directory);
        if (!Files.exists(path)) {
            return -Errno.ENOENT;
        }
        if (refusals.containsKey(relative(path))) {
            return -refusals.get(relative(path));
        }
        if (!pids(relative(path)).isEmpty() || !Paths.below(path.toFile()).isEmpty()) {
            return -Errno.EBUSY;
        }
        File[] files = path.toFile().listFiles();
        for (File file : files == null ? new File[0] : files) {
            if (!file.delete()) {
                return -Errno.EIO;
            }
        }
        return path.toFile().delete() ? 0 : -Errno.EIO;
    }

    @Override
    public int write(String file, String value) {
        Path path = Path.of(file);
        String relative = relative(path);
        List<Runnable> actions = before.getOrDefault(relative, List.of());
        before.remove(relative);
        actions.forEach(Runnable::run);
        if (refusals.containsKey(relative)) {
            return -refusals.get(relative);
        }
        if (!Files.exists(path)) {
            return -Errno.ENOENT;
        }
        log.add(relative + "=" + value);
        String cgroup = relative(path.getParent());
        int result = switch (path.getFileName().toString()) {
            case "cgroup.procs" -> move(Integer.parseInt(value), cgroup);
            case "cgroup.subtree_control" -> control(cgroup, value);
            case "cgroup.kill" -> killAll(path.getParent());
            default -> put(path, value);
        };
        settle();
        return result;
    }

    @Override
    public int kill(int pid, int signal) {
        killed.add(pid);
        each(mount, cgroup -> remove(cgroup, pid));
        settle();
        return 0;
    }

    private int move(int pid, String cgroup) {
        if (!text(cgroup + "/cgroup.subtree_control").isEmpty()) {
            return -Errno.EBUSY;
        }
        each(mount, other -> remove(other, pid));
        enter(pid, cgroup);
        return 0;
    }

    private void remove(Path cgroup, int pid) {
        List<Integer> pids = new ArrayList<>(pids(relative(cgroup)));
        if (pids.remove((Integer) pid)) {
            put(cgroup.resolve("cgroup.procs"), lines(pids));
        }
    }

    private int control(String cgroup, String change) {
        String controller = change.substring(1);
        if (!words(cgroup + "/cgroup.controllers").contains(controller)) {
            return -Errno.ENOENT;
        }
        Set<String> enabled = words(cgroup + "/cgroup.subtree_control");
        if (change.charAt(0) == '+' && !pids(cgroup).isEmpty()) {
            return -Errno.EBUSY;
        }
        if (change.charAt(0) == '+') {
            enabled.add(controller);
        } else {
            enabled.remove(controller);
        }
        put(mount.resolve(cgroup).resolve("cgroup.subtree_control"), String.join(" ", enabled));
        for (File below : Paths.below(mount.resolve(cgroup).toFile())) {
            populate(below.toPath(), String.join(" ", enabled));
        }
        return 0;
    }

    private int killAll(Path cgroup) {
        each(cgroup, each -> {
            killed.addAll(pids(relative(each)));
            put(each.resolve("cgroup.procs"), "");
        });
        return 0;
    }

    private Set<String> words(String file) {
        return Arrays.stream(text(file).split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The files that a cgroup has with these controllers; those it has already keep their content. */
    private void populate(Path cgroup, String controllers) {
        try {
            Files.createDirectories(cgroup);
            put(cgroup.resolve("cgroup.controllers"), controllers);
            Map<String, String> files = new HashMap<>(Map.of(
                    "cgroup.procs", "",
                    "cgroup.subtree_control", "",
                    "cgroup.events", "populated 0\nfrozen 0\n",
                    "cgroup.stat", "nr_descendants 0\n",
                    "cgroup.kill", "",
                    "cgroup.freeze", "0",
                    "cgroup.max.descendants", "max",
                    "cgroup.max.depth", "max"));
            for (Setting setting : Setting.RISING) {
                if ((" " + controllers + " ").contains(" " + setting.controller.word() + " ")) {
                    files.put(setting.file, setting.text(LeafSettings.NONE));
                }
            }
            if ((" " + controllers + " ").contains(" io ")) {
                files.put("io.max", "");
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = cgroup.resolve(file.getKey());
                if (!lacking.contains(file.getKey()) && !Files.exists(path)) {
                    put(path, file.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings the files that only the kernel writes up to date. */
    private void settle() {
        each(mount, cgroup -> {
            List<Integer> members = new ArrayList<>();
            List<Path> cgroups = new ArrayList<>();
            each(cgroup, below -> {
                members.addAll(pids(relative(below)));
                cgroups.add(below);
            });
            Path freeze = cgroup.resolve("cgroup.freeze");
            String frozen = Files.exists(freeze) ? text(relative(freeze)) : "0";
            put(
                    cgroup.resolve("cgroup.events"),
                    "populated " + (members.isEmpty() ? 0 : 1) + "\nfrozen " + frozen + "\n");
            put(cgroup.resolve("cgroup.stat"), "nr_descendants " + (cgroups.size() - 1) + "\n");
        });
    }

    private interface Visitor {
        void visit(Path cgroup);
    }

    private static void each(Path cgroup, Visitor visitor) {
        visitor.visit(cgroup);
        for (File below : Paths.below(cgroup.toFile())) {
            each(below.toPath(), visitor);
        }
    }

    private String relative(Path path) {
        return mount.relativize(path).toString();
    }

    private static int put(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(List<Integer> pids) {
        return pids.stream().map(pid -> pid + "\n").collect(Collectors.joining());
    }
}
