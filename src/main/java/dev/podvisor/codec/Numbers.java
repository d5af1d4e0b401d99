package dev.podvisor.codec;

import java.math.BigInteger;

/** What was probably meant by something that is not a whole number in the way we want one written. */
final class Numbers {

    private Numbers() {}

    /** The decimal form of a number that is whole but not written so, such as 0x10, 1_000 or 3.0; empty when there is none. */
    static String decimal(String text) {
        String sign = text.startsWith("-") ? "-" : "";
        String digits = text.substring(text.startsWith("-") || text.startsWith("+") ? 1 : 0)
                .replace("_", "");
        if (digits.length() > 20) {
            return "";
        }
        try {
            String whole = digits.length() > 2 && digits.charAt(0) == '0' ? based(digits) : fraction(digits);
            return whole.isEmpty() ? "" : sign + whole;
        } catch (NumberFormatException e) {
            return "";
        }
    }

    /** The seconds or milliseconds of a duration such as 30s, 5m or 1h30m; empty when the text is none or the unit another. */
    static String duration(String text, String unit) {
        long millis = 0;
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            int next = end;
            while (next < text.length() && Character.isLetter(text.charAt(next))) {
                next++;
            }
            long factor = millisOf(text.substring(end, next));
            if (end == i || end - i > 9 || factor == 0) {
                return "";
            }
            millis += Long.parseLong(text.substring(i, end)) * factor;
            i = next;
        }
        return switch (unit) {
            case "milliseconds" -> millis == 0 ? "" : Long.toString(millis);
            case "seconds" -> millis == 0 || millis % 1000 != 0 ? "" : Long.toString(millis / 1000);
            default -> "";
        };
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        };
    }

    private static String based(String digits) {
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> new BigInteger(digits.substring(2), 16).toString();
            case 'o', 'O' -> new BigInteger(digits.substring(2), 8).toString();
            case 'b', 'B' -> new BigInteger(digits.substring(2), 2).toString();
            default -> fraction(digits);
        };
    }

    private static String fraction(String digits) {
        double value = Double.parseDouble(digits);
        return value == Math.rint(value) && value <= Integer.MAX_VALUE ? Long.toString((long) value) : "";
    }
}
