package dev.podvisor.codec;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of classic processes, which may be any text, as the labels that podvisor's names are. */
final class ClassicNames {

    private static final int LONGEST = 63;

    private ClassicNames() {}

    /** A label of its own for each name; a name that is a label keeps it. */
    static Map<String, String> labels(Collection<String> names) {
        Map<String, String> labels = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            if (label(name).equals(name) && taken.add(name)) {
                labels.put(name, name);
            }
        }
        for (String name : names) {
            if (!labels.containsKey(name)) {
                String label = label(name);
                String free = label;
                for (int i = 2; !taken.add(free); i++) {
                    free = cut(label, LONGEST - 5) + "-" + i;
                }
                labels.put(name, free);
            }
        }
        return labels;
    }

    private static String label(String name) {
        StringBuilder label = new StringBuilder();
        boolean ascii = false;
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean fits = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            ascii |= fits;
            if (fits || c == '-' || label.isEmpty() || label.charAt(label.length() - 1) != '-') {
                label.append(fits ? c : '-');
            }
        }
        String trimmed = cut(label.toString(), LONGEST);
        return ascii && !trimmed.isEmpty() ? trimmed : "process";
    }

    /** At most so many characters, with no '-' at the ends. */
    private static String cut(String label, int length) {
        int start = 0;
        while (start < label.length() && label.charAt(start) == '-') {
            start++;
        }
        int end = Math.min(label.length(), start + length);
        while (end > start && label.charAt(end - 1) == '-') {
            end--;
        }
        return label.substring(start, end);
    }
}
