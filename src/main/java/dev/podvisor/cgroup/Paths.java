package dev.podvisor.cgroup;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Paths of cgroups. */
final class Paths {

    private static final int NAME_MAX = 255;

    /** Whoever makes files in a cgroup directory owns these beginnings (cgroup-v2.rst, "Avoid Name Collisions"). */
    private static final String[] RESERVED = {
        "cgroup", "cpu", "cpuset", "dmem", "hugetlb", "io", "memory", "misc", "perf_event", "pids", "rdma"
    };

    private Paths() {}

    /** The path in the kernel's bytes. */
    static byte[] bytes(File directory) {
        return directory.getPath().getBytes(StandardCharsets.UTF_8);
    }

    /** The cgroups right below one. */
    static List<File> below(File directory) {
        List<File> found = new ArrayList<>();
        String[] names = directory.list();
        if (names != null) {
            for (String name : names) {
                File file = new File(directory, name);
                if (file.isDirectory()) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** What is wrong with the name of a leaf; empty when nothing is. */
    static String problem(String name) {
        if (name.isEmpty() || name.length() > NAME_MAX) {
            return "a name has 1 to " + NAME_MAX + " characters";
        }
        if (name.equals(".") || name.equals("..")) {
            return "the name stands for a directory that is there";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c <= ' ' || c > '~') {
                return "a name holds neither slashes, spaces nor characters beyond ASCII";
            }
        }
        for (String prefix : RESERVED) {
            if (name.startsWith(prefix) && name.length() > prefix.length() && name.charAt(prefix.length()) == '.') {
                return "names that start with " + prefix + ". are the kernel's";
            }
        }
        return "";
    }
}
