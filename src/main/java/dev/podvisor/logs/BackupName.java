package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A backup's name: the file's, and when it was rotated, {@code podvisor.log.20261124T194003.123Z}; its order is that of time.
 *
 * @param file the name of the file
 * @param millis when it was rotated, in milliseconds since 1970
 * @param compressed whether {@code .gz} stands behind
 */
record BackupName(String file, long millis, boolean compressed) {

    static final String GZ = ".gz";

    private static final int STAMP = "20261124T194003.123Z".length();

    /** What a name in the same folder stands for; empty for another file's. */
    static Optional<BackupName> parse(String file, String name) {
        if (!name.startsWith(file + ".")) {
            return Optional.empty();
        }
        String rest = name.substring(file.length() + 1);
        boolean compressed = rest.endsWith(GZ);
        String stamp = compressed ? rest.substring(0, rest.length() - GZ.length()) : rest;
        if (stamp.length() != STAMP) {
            return Optional.empty();
        }
        BackupName parsed;
        try {
            long millis = LocalDateTime.of(
                                            number(stamp, 0, 4),
                                            number(stamp, 4, 6),
                                            number(stamp, 6, 8),
                                            number(stamp, 9, 11),
                                            number(stamp, 11, 13),
                                            number(stamp, 13, 15))
                                    .toEpochSecond(ZoneOffset.UTC)
                            * 1000
                    + number(stamp, 16, 19);
            parsed = new BackupName(file, millis, compressed);
        } catch (RuntimeException noTime) {
            return Optional.empty();
        }
        return parsed.toString().equals(name) ? Optional.of(parsed) : Optional.empty();
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }

    /** The name in its folder. */
    @Override
    public String toString() {
        byte[] stamp = new byte[Timestamp.LENGTH];
        Timestamp.write(millis, stamp, 0);
        String basic = new String(stamp, US_ASCII).replace("-", "").replace(":", "");
        return file + "." + basic + (compressed ? GZ : "");
    }
}
