package dev.podvisor.codec;

/**
 * What an unquoted scalar means. The rules are those of YAML 1.1 as Kubernetes reads it (goyaml v2, resolve.go), so that a
 * manifest means the same to {@code kubectl} and to podvisor. No regular expressions: this runs before the first child.
 */
final class Plain {

    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        NULL
    }

    private Plain() {}

    static Kind kind(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> Kind.NULL;
            case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE" -> Kind.FLAG;
            case "n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE" -> Kind.FLAG;
            case ".nan", ".NaN", ".NAN" -> Kind.NUMBER;
            default -> isNumber(text) ? Kind.NUMBER : Kind.TEXT;
        };
    }

    /** The value of a {@link Kind#FLAG}. */
    static boolean flag(String text) {
        return switch (text.charAt(0)) {
            case 'y', 'Y', 't', 'T' -> true;
            case 'o', 'O' -> text.length() == 2;
            default -> false;
        };
    }

    /** Whether the text is a number as we write one: decimal digits without a needless zero, perhaps a minus. */
    static boolean isDecimal(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int end = digits(text, start, 10);
        return end == text.length() && end > start && (text.charAt(start) != '0' || text.equals("0"));
    }

    private static boolean isNumber(String text) {
        char first = text.charAt(0);
        boolean signed = first == '+' || first == '-';
        if (!signed && first != '.' && (first < '0' || first > '9')) {
            return false;
        }
        String rest = (signed ? text.substring(1) : text).replace("_", "");
        if (rest.startsWith("0x") || rest.startsWith("0X")) {
            return isDigits(rest, 16);
        }
        if (rest.startsWith("0o") || rest.startsWith("0O")) {
            return isDigits(rest, 8);
        }
        if (rest.startsWith("0b") || rest.startsWith("0B")) {
            return isDigits(rest, 2);
        }
        return rest.equals(".inf") || rest.equals(".Inf") || rest.equals(".INF") || isFraction(rest);
    }

    private static boolean isDigits(String text, int radix) {
        return text.length() > 2 && digits(text, 2, radix) == text.length();
    }

    /** Digits with an optional fraction and an optional exponent. */
    private static boolean isFraction(String text) {
        int whole = digits(text, 0, 10);
        int end = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(text, end + 1, 10);
        }
        if (end == 0 || end == 1 && whole == 0) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            end = digits(text, exponent, 10);
            if (end == exponent) {
                return false;
            }
        }
        return end == text.length();
    }

    /** Where the digits that begin at {@code from} end. */
    private static int digits(String text, int from, int radix) {
        int end = from;
        while (end < text.length() && text.charAt(end) < 128 && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return end;
    }
}
