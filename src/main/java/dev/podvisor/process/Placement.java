package dev.podvisor.process;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.Spawn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Starts a program in a cgroup so that it is there before its first instruction: by posix_spawn itself where libc and kernel can
 * (glibc 2.39, Linux 5.7), else through a shell that enters the cgroup and becomes the program. Where neither is there, the program
 * is moved right after its start, and what it forked meanwhile stays outside. For one thread.
 */
final class Placement {

    private static final String SHELL = "/bin/sh";
    /** A shell changes and drops variables, so it gets none, and this sets them from its arguments, byte for byte. */
    private static final String ENV = "/usr/bin/env";

    private static final String SCRIPT = "echo 0 >\"$0\" || exit 125; exec " + ENV + " -i -- \"$@\"";

    /**
     * What came of a start.
     *
     * @param pid a pid or a negative error number
     * @param problem why it is, or was at first, not in its cgroup; empty when it is there
     */
    record Placed(int pid, String problem) {}

    private boolean bySpawn = Spawn.entersCgroups();
    private final boolean byShell = executable(SHELL) && executable(ENV);

    private static boolean executable(String program) {
        return Libc.access(ByteText.bytes(program), Libc.X_OK) == 0;
    }

    /** @param cgroup the folder of the cgroup; empty for this process's own */
    Placed start(RunPlan plan, String program, String cgroup, ToIntFunction<Spawn.Request> spawn) {
        if (cgroup.isEmpty()) {
            return new Placed(spawn.applyAsInt(direct(plan, program, -1)), "");
        }
        if (bySpawn) {
            int pid = inCgroup(plan, program, cgroup, spawn);
            if (pid != -Errno.ENOSYS && pid != -Errno.EOPNOTSUPP && pid != -Errno.EINVAL) {
                return new Placed(pid, "");
            }
            bySpawn =
                    false; // clone3(2) came with Linux 5.3, its CLONE_INTO_CGROUP with 5.7; a seccomp filter may refuse
            // it
        }
        // env(1) would take a program with = in its name for a variable.
        if (byShell && plan.arguments.getFirst().indexOf('=') < 0) {
            return new Placed(spawn.applyAsInt(throughShell(plan, program, cgroup)), "");
        }
        int pid = spawn.applyAsInt(direct(plan, program, -1));
        return new Placed(pid, pid > 0 ? moveIn(pid, cgroup) : "");
    }

    private static int inCgroup(RunPlan plan, String program, String cgroup, ToIntFunction<Spawn.Request> spawn) {
        int folder = Libc.open(ByteText.bytes(cgroup), Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
        if (folder < 0) {
            return folder;
        }
        try {
            return spawn.applyAsInt(direct(plan, program, folder));
        } finally {
            Libc.close(folder);
        }
    }

    private static Spawn.Request direct(RunPlan plan, String program, int cgroup) {
        return new Spawn.Request(
                ByteText.bytes(program),
                plan.argumentBytes(),
                plan.environmentBytes(),
                ByteText.bytes(plan.directory),
                cgroup);
    }

    /** env(1) looks the program up as podvisor has done, in the PATH of the new environment. */
    private static Spawn.Request throughShell(RunPlan plan, String program, String cgroup) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(ByteText.bytes("sh"));
        arguments.add(ByteText.bytes("-c"));
        arguments.add(ByteText.bytes(SCRIPT));
        arguments.add(ByteText.bytes(cgroup + "/cgroup.procs"));
        arguments.addAll(plan.environmentBytes());
        List<byte[]> words = plan.argumentBytes();
        arguments.add(plan.environment.containsKey("PATH") ? words.getFirst() : ByteText.bytes(program));
        arguments.addAll(words.subList(1, words.size()));
        return new Spawn.Request(ByteText.bytes(SHELL), arguments, List.of(), ByteText.bytes(plan.directory), -1);
    }

    private static String moveIn(int pid, String cgroup) {
        int result = Libc.writeFile(cgroup + "/cgroup.procs", Integer.toString(pid));
        return result < 0
                ? "cannot move it into its cgroup: " + Errno.text(-result)
                : "placed after its start: " + SHELL + " and " + ENV + " are not both there";
    }
}
