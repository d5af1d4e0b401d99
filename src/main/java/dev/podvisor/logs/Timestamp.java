package dev.podvisor.logs;

/** Writes instants as {@code 2026-11-24T19:40:03.123Z} (RFC 3339), by hand: the lines of processes have one each. */
final class Timestamp {

    static final int LENGTH = 24;

    private static final long DAY = 86_400_000;

    private Timestamp() {}

    /** @param millis since 1970, of a year from 0 to 9999 */
    static void write(long millis, byte[] into, int at) {
        long days = Math.floorDiv(millis, DAY);
        int rest = Math.toIntExact(Math.floorMod(millis, DAY));
        // Days since 1 March of year 0, in eras of 400 years that have 146 097 days.
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        int ofEra = Math.floorMod(shifted, 146_097);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * ofYear + 2) / 153; // from March on
        int day = ofYear - (153 * month + 2) / 5 + 1;
        int year = Math.toIntExact(yearOfEra + era * 400) + (month < 10 ? 0 : 1);
        digits(year, 4, into, at, '-');
        digits(month < 10 ? month + 3 : month - 9, 2, into, at + 5, '-');
        digits(day, 2, into, at + 8, 'T');
        digits(rest / 3_600_000, 2, into, at + 11, ':');
        digits(rest / 60_000 % 60, 2, into, at + 14, ':');
        digits(rest / 1000 % 60, 2, into, at + 17, '.');
        digits(rest % 1000, 3, into, at + 20, 'Z');
    }

    private static void digits(int number, int width, byte[] into, int at, char behind) {
        int left = number;
        for (int i = at + width - 1; i >= at; i--) {
            into[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        into[at + width] = (byte) behind;
    }
}
