package dev.podvisor.logs;

/**
 * Memory to work on one line in, for all pipes of a thread: nothing in it outlives the line, and no array in it gets larger than
 * what a few of the longest lines need.
 */
final class Scratch {

    final LineText text = new LineText();
    final JsonScan scan = new JsonScan();
    final Bytes message = new Bytes();
    final Bytes name = new Bytes();
    final Bytes fields = new Bytes();

    /** What was redacted last, and where to put what is redacted next. */
    Bytes redacted = new Bytes();

    Bytes spare = new Bytes();

    /** A line that has been made another. */
    Bytes simple = new Bytes();
}
