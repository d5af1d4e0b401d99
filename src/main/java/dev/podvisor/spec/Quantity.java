package dev.podvisor.spec;

import dev.podvisor.spec.Amount.Unit;
import java.util.List;

/**
 * Reads and writes amounts as Kubernetes does (resource.Quantity): digits with an optional fraction, and one suffix or a decimal
 * exponent such as {@code 1.5e9}, which is how programs often write large numbers. Exact, on whole numbers alone; what is finer
 * than the unit is rounded up, as there.
 */
public final class Quantity {

    /** The most bytes: enough for any machine, and sums of a thousand of them fit into a {@code long}. */
    static final long MOST_BYTES = 1L << 52;

    /** The most millicores: a million cores, a quota that the kernel still takes. */
    static final long MOST_MILLICORES = 1_000_000_000;

    static final String[] BINARY = {"Ki", "Mi", "Gi", "Ti", "Pi"};
    private static final String[] DECIMAL = {"k", "M", "G", "T", "P"};
    private static final int LONGEST = 32;
    private static final int MOST_DIGITS = 18;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int NO_EXPONENT = Integer.MIN_VALUE;

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
        String suffix = text.substring(end);
        int exponent = exponent(suffix);
        long scale = exponent == NO_EXPONENT ? scale(suffix, unit) : 1000;
        if (end == 0 || text.length() > LONGEST || scale < 0) {
            throw new Malformed(
                    unit == Unit.Millicores ? "is not a number of cores" : "is not an amount of memory",
                    QuantityHints.malformed(text, unit, least));
        }
        Decimal number = Decimal.of(text.substring(0, end), exponent == NO_EXPONENT ? 0 : exponent);
        if (number.fraction.length() > MOST_FRACTION_DIGITS) {
            throw new Malformed("has too many digits", "at most " + MOST_FRACTION_DIGITS + " behind the point");
        }
        long value = scaled(number, scale, unit);
        long most = unit == Unit.Bytes ? MOST_BYTES : MOST_MILLICORES;
        if (value > most) {
            throw new Malformed("is too much", "at most " + format(unit, most));
        }
        if (value < least) {
            boolean bare = suffix.isEmpty() && unit == Unit.Bytes;
            throw new Malformed(
                    "is less than " + format(unit, least), QuantityHints.tooLittle(text, value, bare, unit, least));
        }
        return Amount.of(unit, value);
    }

    private static Amount percent(String text, Unit unit, boolean shares) {
        if (!shares) {
            throw new Malformed("is a share", "write " + QuantityHints.form(unit));
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

    static int numberEnd(String text) {
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

    /** The exponent of ten that a suffix such as {@code e3}, {@code E6} or {@code e+09} stands for. */
    private static int exponent(String suffix) {
        if (suffix.isEmpty() || suffix.charAt(0) != 'e' && suffix.charAt(0) != 'E') {
            return NO_EXPONENT;
        }
        boolean negative = suffix.startsWith("-", 1);
        int start = negative || suffix.startsWith("+", 1) ? 2 : 1;
        int exponent = 0;
        for (int i = start; i < suffix.length(); i++) {
            char digit = suffix.charAt(i);
            if (digit < '0' || digit > '9') {
                return NO_EXPONENT;
            }
            exponent = exponent * 10 + digit - '0';
        }
        boolean fits = suffix.length() > start && suffix.length() - start <= 2;
        return fits ? (negative ? -exponent : exponent) : NO_EXPONENT;
    }

    /** A number in digits, without zeros at its ends that say nothing. */
    private record Decimal(String whole, String fraction) {

        static Decimal of(String number, int exponent) {
            int point = number.indexOf('.');
            String digits = point < 0 ? number : number.substring(0, point) + number.substring(point + 1);
            int at = (point < 0 ? number.length() : point) + exponent;
            if (at > digits.length()) {
                digits += "0".repeat(at - digits.length());
            } else if (at < 0) {
                digits = "0".repeat(-at) + digits;
                at = 0;
            }
            int start = 0;
            while (start < at && digits.charAt(start) == '0') {
                start++;
            }
            int end = digits.length();
            while (end > at && digits.charAt(end - 1) == '0') {
                end--;
            }
            return new Decimal(digits.substring(start, at), digits.substring(at, end));
        }
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
    private static long scaled(Decimal number, long scale, Unit unit) {
        String whole = number.whole;
        String fraction = number.fraction;
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

    /** A regular expression for what {@link #parse} takes, but for the range and the most digits. */
    public static String pattern(Unit unit, boolean shares) {
        String suffix = unit == Unit.Millicores ? "m" : "[KMGTP]i|[kMGTP]";
        String number = "([0-9]+\\.?[0-9]*|\\.[0-9]+)(" + suffix + "|[eE][+-]?[0-9]{1,2})?";
        return shares ? number + "|([1-9][0-9]?|100)%" : number;
    }

    /** Texts to show as examples. */
    public static List<String> examples(Unit unit, boolean shares) {
        String first = unit == Unit.Millicores ? "500m" : "512Mi";
        String second = unit == Unit.Millicores ? "2" : "2Gi";
        return shares ? List.of(first, second, "50%") : List.of(first, second);
    }
}
