package dev.podvisor.logs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.podvisor.linux.Pages;
import java.lang.foreign.MemorySegment;

/** A bounded queue of bytes in native memory, where write(2) can take them from. Guarded by the lock of its owner. */
final class ByteRing {

    private final int capacity;
    private final MemorySegment memory;
    private int head;
    private int length;

    ByteRing(int capacity) {
        this.capacity = capacity;
        this.memory = Pages.allocate(capacity);
    }

    int length() {
        return length;
    }

    int room() {
        return capacity - length;
    }

    /** Appends the first {@code count} bytes; there must be room for them. */
    void append(byte[] bytes, int count) {
        int tail = (head + length) % capacity;
        int straight = Math.min(count, capacity - tail);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, tail, straight);
        MemorySegment.copy(bytes, straight, memory, JAVA_BYTE, 0, count - straight);
        length += count;
    }

    MemorySegment memory() {
        return memory;
    }

    /** Where in the memory the oldest byte is. */
    int head() {
        return head;
    }

    /** How many bytes lie in one piece from the head on. */
    int straight() {
        return Math.min(length, capacity - head);
    }

    /** Where in the memory the byte is that comes so many behind the oldest. */
    int index(int offset) {
        return (head + offset) % capacity;
    }

    /** How many of the oldest {@code count} bytes, from an offset on, lie in one piece. */
    int straight(int offset, int count) {
        return Math.min(count - offset, capacity - index(offset));
    }

    /** How many of the oldest {@code limit} bytes are whole lines; 0 when there is no newline among them. */
    int wholeLines(int limit) {
        int end = limit;
        while (end > 0 && memory.get(JAVA_BYTE, index(end - 1)) != '\n') {
            end--;
        }
        return end;
    }

    /** How long the oldest line is, with its newline, among the oldest {@code count} bytes; all of them without one. */
    int firstLine(int count) {
        int end = 0;
        while (end < count) {
            if (memory.get(JAVA_BYTE, index(end++)) == '\n') {
                break;
            }
        }
        return end;
    }

    /** Copies the oldest bytes. */
    void copy(byte[] into, int count) {
        int straight = straight(0, count);
        MemorySegment.copy(memory, JAVA_BYTE, head, into, 0, straight);
        MemorySegment.copy(memory, JAVA_BYTE, 0, into, straight, count - straight);
    }

    /** Takes the oldest bytes off. */
    void remove(int count) {
        length -= count;
        // Back to the start when empty: a ring that is drained in time touches few pages.
        head = length == 0 ? 0 : (head + count) % capacity;
    }

    /** How many newlines are among the oldest {@code count} bytes. */
    int newlines(int count) {
        int newlines = 0;
        for (int i = 0; i < count; i++) {
            if (memory.get(JAVA_BYTE, (head + i) % capacity) == '\n') {
                newlines++;
            }
        }
        return newlines;
    }

    /** Gives the memory back to the kernel while nothing is in it. */
    void release() {
        Pages.release(memory);
    }
}
