package dev.podvisor.logs;

/** Bytes that are put together, in an array that is used again. For one thread. */
final class Bytes {

    private static final int FIRST_SIZE = 512;

    private byte[] array = new byte[FIRST_SIZE];
    private int length;

    /** What there is, from index 0 to {@link #length()}; another one after more has been added. */
    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void add(byte b) {
        if (length == array.length) {
            grow(1);
        }
        array[length++] = b;
    }

    void add(byte[] from, int start, int end) {
        int size = end - start;
        if (size > array.length - length) {
            grow(size);
        }
        System.arraycopy(from, start, array, length, size);
        length += size;
    }

    /** A character in UTF-8; one that is half a pair becomes U+FFFD. */
    void addCharacter(int character) {
        int c = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE ? 0xfffd : character;
        if (c < 0x80) {
            add((byte) c);
        } else if (c < 0x800) {
            add((byte) (0xc0 | c >> 6));
            add((byte) (0x80 | c & 0x3f));
        } else {
            if (c < 0x1_0000) {
                add((byte) (0xe0 | c >> 12));
            } else {
                add((byte) (0xf0 | c >> 18));
                add((byte) (0x80 | c >> 12 & 0x3f));
            }
            add((byte) (0x80 | c >> 6 & 0x3f));
            add((byte) (0x80 | c & 0x3f));
        }
    }

    private void grow(int more) {
        byte[] larger = new byte[Math.max(2 * array.length, Integer.highestOneBit(length + more) << 1)];
        System.arraycopy(array, 0, larger, 0, length);
        array = larger;
    }
}
