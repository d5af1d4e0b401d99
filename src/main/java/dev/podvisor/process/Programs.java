package dev.podvisor.process;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;

/** Finds the program of a run, and says why one could not be executed. */
final class Programs {

    /** What Docker gives an image without a PATH. */
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Programs() {}

    /** The path of the program: itself when it has a slash, else the first executable in the run's own PATH. */
    static String find(RunPlan plan) throws Unstartable {
        String program = plan.arguments.getFirst();
        if (program.isEmpty()) {
            throw new Unstartable(127, "the name of its program is empty", false);
        }
        if (program.indexOf('/') >= 0) {
            return program;
        }
        String path = plan.environment.getOrDefault("PATH", DEFAULT_PATH);
        String notExecutable = "";
        for (String folder : path.split(":", -1)) {
            String candidate = (folder.isEmpty() ? "." : folder) + "/" + program;
            if (Libc.access(ByteText.bytes(candidate), Libc.X_OK) == 0 && !isDirectory(candidate)) {
                return candidate;
            }
            if (Libc.access(ByteText.bytes(candidate), Libc.F_OK) == 0 && notExecutable.isEmpty()) {
                notExecutable = candidate;
            }
        }
        if (!notExecutable.isEmpty()) {
            throw new Unstartable(126, ByteText.shown(notExecutable) + " is not executable (chmod +x?)", false);
        }
        throw new Unstartable(
                127, "program " + ByteText.shown(program) + " not found in PATH " + ByteText.shown(path), false);
    }

    /** Why posix_spawn failed: the errno alone does not tell whether a folder, the program or its interpreter is meant. */
    static Unstartable explain(int errno, RunPlan plan, String program) {
        String words = Errno.text(errno);
        if (errno == Errno.EAGAIN) {
            String hint = " (the pids limit of the container or of the user is reached)";
            return new Unstartable(125, "no process slot is left: " + words + hint, true);
        }
        if (errno == Errno.ENOMEM || errno == Errno.EMFILE || errno == Errno.ENFILE || errno == Errno.ETXTBSY) {
            return new Unstartable(125, words, true);
        }
        if (!plan.directory.isEmpty()) {
            String folder = ByteText.shown(plan.directory);
            int access = Libc.access(ByteText.bytes(plan.directory), Libc.X_OK);
            if (access < 0) {
                return Unstartable.because("working directory " + folder + ": " + Errno.text(-access));
            }
            if (!isDirectory(plan.directory)) {
                return Unstartable.because("working directory " + folder + ": not a directory");
            }
        }
        String at = program.startsWith("/") || plan.directory.isEmpty() ? program : plan.directory + "/" + program;
        return inspect(errno, at);
    }

    private static Unstartable inspect(int errno, String program) {
        String shown = ByteText.shown(program);
        int exists = Libc.access(ByteText.bytes(program), Libc.F_OK);
        if (exists < 0) {
            return new Unstartable(-exists == Errno.ENOENT ? 127 : 126, shown + ": " + Errno.text(-exists), false);
        }
        if (isDirectory(program)) {
            return new Unstartable(126, shown + " is a directory", false);
        }
        if (Libc.access(ByteText.bytes(program), Libc.X_OK) < 0) {
            return new Unstartable(126, shown + " is not executable (chmod +x?)", false);
        }
        String hint = switch (errno) {
            case Errno.ENOENT -> " (its #! interpreter or dynamic loader is missing)";
            case Errno.ENOEXEC -> " (a script without #! line, or built for another machine?)";
            case Errno.EACCES -> " (mounted noexec, or its #! interpreter is not executable?)";
            case Errno.E2BIG -> " (arguments and environment together are too large)";
            default -> "";
        };
        return new Unstartable(126, shown + ": " + Errno.text(errno) + hint, false);
    }

    private static boolean isDirectory(String path) {
        int fd = Libc.open(ByteText.bytes(path), Libc.O_PATH | Libc.O_DIRECTORY, 0);
        if (fd >= 0) {
            Libc.close(fd);
        }
        return fd >= 0;
    }
}
