package dev.podvisor.logs;

/** Tells well-formed UTF-8 from other bytes (Unicode 3.9, table 3-7). */
final class Utf8Sequence {

    private Utf8Sequence() {}

    /**
     * How many bytes the character has that begins at an index with a byte above 0x7f; when there is no such character, the
     * negative number of bytes that stand for one replacement character, -1 to -3.
     */
    static int length(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int length = first >= 0xc2 && first < 0xe0
                ? 2
                : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
        if (length == 0) {
            return -1;
        }
        for (int i = 1; i < length; i++) {
            int low = 0x80;
            int high = 0xbf;
            if (i == 1) {
                low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : low;
                high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : high;
            }
            int next = at + i < end ? bytes[at + i] & 0xff : 0;
            if (next < low || next > high) {
                return -i;
            }
        }
        return length;
    }
}
