package dev.podvisor.codec;

/** A replacement as Go's {@code Regexp.Expand} reads it, in the words of {@code Redaction}. */
final class ClassicTemplate {

    private ClassicTemplate() {}

    static String replacement(String template) {
        StringBuilder text = new StringBuilder(template.length());
        int i = 0;
        while (i < template.length()) {
            char c = template.charAt(i++);
            if (c == '\\') {
                text.append("\\\\");
            } else if (c != '$') {
                text.append(c);
            } else if (template.startsWith("$", i)) {
                text.append("\\$");
                i++;
            } else {
                boolean braces = template.startsWith("{", i);
                int start = braces ? i + 1 : i;
                int end = start;
                while (end < template.length() && isName(template.charAt(end))) {
                    end++;
                }
                if (end == start || braces && !template.startsWith("}", end)) {
                    text.append("\\$");
                } else {
                    String name = template.substring(start, end);
                    boolean number = Plain.isDecimal(name);
                    text.append(number ? "$" + name : "${" + name + "}");
                    i = braces ? end + 1 : end;
                    if (number && i < template.length() && Character.digit(template.charAt(i), 10) >= 0) {
                        text.append('\\'); // this digit is not of the number
                    }
                }
            }
        }
        return text.toString();
    }

    private static boolean isName(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
