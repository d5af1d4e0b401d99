package dev.podvisor.process;

import java.util.Map;
import java.util.Set;

/**
 * {@code $(VAR)} as in a Pod's command, args and env (Kubernetes API reference, Container): {@code $$} stands for {@code $}, an
 * unresolved reference stays as it is, and everything else, such as {@code ${VAR}}, is left alone.
 */
final class Expansion {

    private Expansion() {}

    /**
     * The text with its references replaced; names of those that do not resolve are added to {@code unresolved}, but for what a
     * shell means.
     */
    static String expand(String text, Map<String, String> variables, Set<String> unresolved) {
        int dollar = text.indexOf('$');
        if (dollar < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 16);
        int copied = 0;
        while (dollar >= 0 && dollar + 1 < text.length()) {
            char next = text.charAt(dollar + 1);
            int after = dollar + 1;
            if (next == '$') {
                result.append(text, copied, dollar + 1);
                after = dollar + 2;
                copied = after;
            } else if (next == '(') {
                int close = text.indexOf(')', dollar);
                if (close < 0) {
                    break;
                }
                String name = text.substring(dollar + 2, close);
                String value = variables.get(name);
                if (value == null) {
                    if (isVariable(name)) {
                        unresolved.add(name);
                    }
                } else {
                    result.append(text, copied, dollar).append(value);
                    copied = close + 1;
                }
                after = close + 1;
            }
            dollar = text.indexOf('$', after);
        }
        return result.append(text, copied, text.length()).toString();
    }

    /** Variables are written in capitals (POSIX, 8.1); {@code $(date)} and {@code $((i + 1))} are for a shell. */
    private static boolean isVariable(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '_' && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
