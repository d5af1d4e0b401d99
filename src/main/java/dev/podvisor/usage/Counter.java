package dev.podvisor.usage;

/** A sum of what live processes say and of what ended ones have left; it shows no value smaller than it has shown before. */
final class Counter {

    /** Of ended processes that no other will count: their parent does not wait for its children. */
    long lost;

    /** Of those that podvisor itself has reaped, at the beginning of this sample. */
    long reaped;

    private long shown;

    /** A sum can fall for one sample: a process ended that the kernel or the loop has yet to count elsewhere. */
    long show(long live) {
        return showAtLeast(reaped + lost + live);
    }

    long showAtLeast(long value) {
        shown = Math.max(shown, value);
        return shown;
    }
}
