package dev.podvisor.codec;

import java.util.OptionalLong;

/** A duration of the classic form: whole seconds, or Go's notation (time.ParseDuration), such as 1m30s or 500ms. */
final class ClassicDuration {

    private static final double MOST = 1e12;

    private ClassicDuration() {}

    /** Milliseconds, rounded up; empty when the text is no duration. At most 10^12. */
    static OptionalLong parse(String text) {
        if (isDigits(text)) {
            return millis(text.length() > 10 ? MOST : Long.parseLong(text) * 1000.0);
        }
        double sum = 0;
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
                end++;
            }
            int next = end;
            while (next < text.length() && !isDigit(text.charAt(next)) && text.charAt(next) != '.') {
                next++;
            }
            String number = text.substring(i, end);
            double factor = factor(text.substring(end, next));
            boolean isNumber = number.length() <= 20
                    && !number.isEmpty()
                    && !number.equals(".")
                    && number.indexOf('.') == number.lastIndexOf('.');
            if (!isNumber || factor == 0) {
                return OptionalLong.empty();
            }
            sum += Double.parseDouble(number) * factor;
            i = next;
        }
        return text.isEmpty() ? OptionalLong.empty() : millis(sum);
    }

    private static OptionalLong millis(double millis) {
        return OptionalLong.of((long) Math.ceil(Math.min(millis, MOST)));
    }

    private static double factor(String unit) {
        return switch (unit) {
            case "ns" -> 1e-6;
            case "us", "µs", "μs" -> 1e-3;
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        };
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
