package dev.podvisor.spec;

import dev.podvisor.spec.Amount.Unit;
import java.util.List;
import java.util.Locale;

/**
 * Reads and writes amounts as Kubernetes does (resource.Quantity): digits with an optional fraction and one suffix. Exact, on
 * whole numbers alone; what is finer than the unit is rounded up, as there.
 */
public final class Quantity {

    /** The largest amount: enough for any machine, and sums of a thousand of them fit into a {@code long}. */
    static final long MOST = 1L << 52;

    private static final String[] BINARY = {"Ki", "Mi", "Gi", "Ti", "Pi"};
    private static final String[] DECIMAL = {"k", "M", "G", "T", "P"};
    private static final int LONGEST = 32;
    private static final int MOST_DIGITS = 15;
    private static final int MOST_FRACTION_DIGITS = 9;

    /** A text that is no amount; the message says what is wrong and {@link #hint} what would be right. */
    public static final class Malformed extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private final String hint;

        Malformed(String message, String hint) {
            super(message);
            this.hint = hint;
        }

        public String hint() {
            return hint;
        }
    }

    private Quantity() {}

    /**
     * The amount that a text stands for.
     *
     * @param shares whether a percentage is taken
     * @param least the smallest amount, in the unit
     * @throws Malformed when it is none, or is out of range
     */
    public static Amount parse(String text, Unit unit, boolean shares, long least) {
        if (text.endsWith("%")) {
            return percent(text, unit, shares);
        }
        int end = numberEnd(text);
        if (end == 0 || text.length() > LONGEST) {
            throw malformed(text, unit, "");
        }
        String suffix = text.substring(end);
        long scale = scale(suffix, unit);
        if (scale < 0) {
            throw malformed(text, unit, suffix);
        }
        int point = text.indexOf('.');
        if (point >= 0 && end - point - 1 > MOST_FRACTION_DIGITS) {
            throw new Malformed("has too many digits", "at most " + MOST_FRACTION_DIGITS + " behind the point");
        }
        long value = scaled(text.substring(0, end), scale, unit);
        if (value > MOST) {
            throw new Malformed("is too much", "at most " + format(unit, MOST));
        }
        if (value < least) {
            boolean forgotten = unit == Unit.Bytes && suffix.isEmpty() && value > 0;
            throw new Malformed(
                    "is less than " + format(unit, least),
                    forgotten
                            ? "write " + text + "Mi if mebibytes are meant"
                            : "write at least " + format(unit, least));
        }
        return Amount.of(unit, value);
    }

    private static Amount percent(String text, Unit unit, boolean shares) {
        if (!shares) {
            throw new Malformed("is a share", "write " + form(unit));
        }
        int end = text.length() - 1;
        int value = 0;
        for (int i = 0; i < end; i++) {
            char digit = text.charAt(i);
            value = digit >= '0' && digit <= '9' && i < 3 ? value * 10 + digit - '0' : 101;
        }
        if (value < 1 || value > 100) {
            throw new Malformed("is not a percentage", "write a whole one from 1% to 100%");
        }
        return Amount.percent(unit, value);
    }

    private static int numberEnd(String text) {
        int end = 0;
        int points = 0;
        int digits = 0;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c != '.' || points++ > 0) {
                break;
            }
            end++;
        }
        return digits == 0 ? 0 : end;
    }

    /** How many thousandths of the unit's whole (a core, a byte) the suffix stands for; -1 for one there is not. */
    private static long scale(String suffix, Unit unit) {
        if (suffix.isEmpty()) {
            return 1000;
        }
        if (unit == Unit.Millicores) {
            return suffix.equals("m") ? 1 : -1;
        }
        long binary = 1000;
        long decimal = 1000;
        for (int i = 0; i < BINARY.length; i++) {
            binary *= 1024;
            decimal *= 1000;
            if (suffix.equals(BINARY[i])) {
                return binary;
            }
            if (suffix.equals(DECIMAL[i])) {
                return decimal;
            }
        }
        return -1;
    }

    /** The number times the scale, in the unit, rounded up; {@link Long#MAX_VALUE} when it does not fit. */
    private static long scaled(String number, long scale, Unit unit) {
        int point = number.indexOf('.');
        String whole = point < 0 ? number : number.substring(0, point);
        String fraction = point < 0 ? "" : number.substring(point + 1);
        if (whole.length() > MOST_DIGITS) {
            return Long.MAX_VALUE;
        }
        long divisor = unit == Unit.Millicores ? 1 : 1000;
        try {
            long units = whole.isEmpty() ? 0 : Math.multiplyExact(Long.parseLong(whole), scale / divisor);
            long ten = 1;
            long digits = 0;
            for (int i = 0; i < fraction.length(); i++) {
                ten *= 10;
                digits = digits * 10 + fraction.charAt(i) - '0';
            }
            long rest = scale % ten * digits; // both below 10^9
            long thousandths = scale / ten * digits + rest / ten;
            boolean more = rest % ten != 0 || thousandths % divisor != 0;
            return Math.addExact(units, thousandths / divisor + (more ? 1 : 0));
        } catch (ArithmeticException tooMuch) {
            return Long.MAX_VALUE;
        }
    }

    /** The shortest text that stands for an amount. */
    static String format(Unit unit, long value) {
        if (unit == Unit.Millicores) {
            return value % 1000 == 0 ? Long.toString(value / 1000) : value + "m";
        }
        String suffix = "";
        long rest = value;
        for (int i = 0; i < BINARY.length && rest != 0 && rest % 1024 == 0; i++) {
            rest /= 1024;
            suffix = BINARY[i];
        }
        return rest + suffix;
    }

    private static Malformed malformed(String text, Unit unit, String suffix) {
        String message = unit == Unit.Millicores ? "is not a number of cores" : "is not an amount of memory";
        String number = text.substring(0, text.length() - suffix.length()).strip();
        String meant = suffix.isEmpty() || number.length() > MOST_DIGITS ? "" : meant(suffix.strip(), unit);
        return new Malformed(message, "write " + (meant.isEmpty() ? form(unit) : number + meant));
    }

    /** The suffix that was probably meant, such as {@code Gi} for {@code gb}; empty when there is no telling. */
    private static String meant(String suffix, Unit unit) {
        String lower = suffix.toLowerCase(Locale.ROOT);
        if (unit == Unit.Millicores) {
            return lower.startsWith("m") ? "m" : "";
        }
        if (lower.equals("m")) {
            return "Mi"; // thousandths of a byte, as Kubernetes would have it, are never meant
        }
        for (String binary : BINARY) {
            String letter = binary.substring(0, 1).toLowerCase(Locale.ROOT);
            if (lower.equals(letter)
                    || lower.equals(letter + "i")
                    || lower.equals(letter + "b")
                    || lower.equals(letter + "ib")) {
                return binary;
            }
        }
        return "";
    }

    /** A regular expression for what {@link #parse} takes, but for the range. */
    public static String pattern(Unit unit, boolean shares) {
        String suffix = unit == Unit.Millicores ? "m?" : "([KMGTP]i|[kMGTP])?";
        String number = "([0-9]+\\.?[0-9]{0,9}|\\.[0-9]{1,9})" + suffix;
        return shares ? number + "|([1-9][0-9]?|100)%" : number;
    }

    /** Texts to show as examples. */
    public static List<String> examples(Unit unit, boolean shares) {
        String first = unit == Unit.Millicores ? "500m" : "512Mi";
        String second = unit == Unit.Millicores ? "2" : "2Gi";
        return shares ? List.of(first, second, "50%") : List.of(first, second);
    }

    private static String form(Unit unit) {
        return unit == Unit.Millicores ? "cores such as 2, 0.5 or 500m" : "bytes such as 512Mi, 2Gi or 1G";
    }
}
