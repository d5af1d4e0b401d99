package dev.podvisor.spec;

import dev.podvisor.spec.Amount.Unit;
import java.util.Locale;

/** What to write instead of a text that is no amount. Whatever text it proposes is taken. */
final class QuantityHints {

    /** Bytes from 64Ki on may well be meant without a unit. */
    private static final long SURELY_BYTES = 1 << 16;

    private static final String UNKNOWN = "?";

    private QuantityHints() {}

    static String form(Unit unit) {
        return unit == Unit.Millicores ? "cores such as 2, 0.5 or 500m" : "bytes such as 512Mi, 2Gi or 1G";
    }

    /** For a text that cannot be read: the nearest one that can, else examples. */
    static String malformed(String text, Unit unit, long least) {
        String number = text.strip();
        number = number.startsWith("+") ? number.substring(1) : number;
        int comma = number.indexOf(',');
        String pointed = number.replace(',', '.');
        // Three digits behind a comma may be thousands.
        if (comma > 0 && Quantity.numberEnd(pointed) - comma != 4) {
            number = pointed;
        }
        int end = Quantity.numberEnd(number);
        String suffix = suffix(number.substring(end).strip(), unit);
        String proposal = number.substring(0, end) + suffix;
        boolean better = end > 0 && !suffix.equals(UNKNOWN) && !proposal.equals(text) && isTaken(proposal, unit, least);
        return "write " + (better ? proposal : form(unit));
    }

    /**
     * For an amount below the least one.
     *
     * @param bare whether it has no unit, which was perhaps forgotten
     */
    static String tooLittle(String text, long value, boolean bare, Unit unit, long least) {
        String proposal = text + (value < 16 ? "Gi" : "Mi");
        return bare && value > 0 && value < SURELY_BYTES && isTaken(proposal, unit, least)
                ? "write a unit, such as " + proposal
                : "write at least " + Quantity.format(unit, least);
    }

    private static boolean isTaken(String proposal, Unit unit, long least) {
        try {
            Quantity.parse(proposal, unit, false, least);
            return true;
        } catch (Quantity.Malformed absurd) {
            return false;
        }
    }

    /** The suffix that was probably meant, such as {@code Gi} for {@code gb}. */
    private static String suffix(String given, Unit unit) {
        String lower = given.toLowerCase(Locale.ROOT);
        return unit == Unit.Millicores ? ofCores(given, lower) : ofBytes(lower);
    }

    /** A capital M would be millions, so there is no telling. */
    private static String ofCores(String given, String lower) {
        return switch (lower) {
            case "", "c", "core", "cores", "cpu", "cpus", "vcpu", "vcpus" -> "";
            case "m" -> given.equals("m") ? "m" : UNKNOWN;
            case "mc", "mcpu", "milli", "millis", "millicore", "millicores", "millicpu", "millicpus" -> "m";
            default -> UNKNOWN;
        };
    }

    /** An {@code m} would be thousandths of a byte in Kubernetes, which nobody means. */
    private static String ofBytes(String lower) {
        if (lower.isEmpty() || lower.equals("b") || lower.equals("byte") || lower.equals("bytes")) {
            return "";
        }
        String word = lower.endsWith("/s") ? lower.substring(0, lower.length() - 2) : lower;
        for (String binary : Quantity.BINARY) {
            String letter = binary.substring(0, 1).toLowerCase(Locale.ROOT);
            if (word.equals(letter)
                    || word.equals(letter + "i")
                    || word.equals(letter + "b")
                    || word.equals(letter + "ib")) {
                return binary;
            }
        }
        return UNKNOWN;
    }
}
