package dev.podvisor.cgroup;

import dev.podvisor.linux.Children;
import dev.podvisor.linux.Libc;

/**
 * Whatever changes a cgroup or what is in it; reading needs no such door, it goes by the path. Every method yields 0 or a
 * negative error number ({@link dev.podvisor.linux.Errno}). The tests have one that refuses what a real one cannot be made to.
 */
interface Kernel {

    /** The one that runs. */
    Kernel REAL = new Kernel() {
        @Override
        public int mkdir(String directory) {
            return Libc.mkdir(directory, 0755);
        }

        @Override
        public int rmdir(String directory) {
            return Libc.rmdir(directory);
        }

        @Override
        public int write(String file, String value) {
            return Libc.writeFile(file, value);
        }

        @Override
        public int kill(int pid, int signal) {
            return Children.kill(pid, signal);
        }
    };

    int mkdir(String directory);

    int rmdir(String directory);

    /** Writes a value with one write(2), as cgroup files want it. */
    int write(String file, String value);

    int kill(int pid, int signal);
}
