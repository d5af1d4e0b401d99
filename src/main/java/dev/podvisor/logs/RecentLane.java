package dev.podvisor.logs;

/**
 * The way of one pipe's lines into its replica's ring. Lines that follow each other in the array that was read into are put in
 * together, at {@link #flush}, so that each costs next to nothing. For the pump's thread.
 */
final class RecentLane implements LineTaker {

    private static final byte[] NONE = {};

    private final RecentLines lines;
    private final Origin origin;
    private byte[] chunk = NONE;
    private long millis;

    /** What of the chunk is still to be put in: lines of which the same is known. */
    private int start;

    private int end;
    private int count;

    private final LineFacts facts = new LineFacts();

    RecentLane(RecentLines lines, Origin origin) {
        this.lines = lines;
        this.origin = origin;
    }

    /**
     * What follows has been read now.
     *
     * @param from what it is read into: it stays as it is up to {@link #flush}, other arrays need not
     */
    void begin(long now, byte[] from) {
        millis = now;
        chunk = from;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // whose content may change is the question
    public void line(byte[] from, int first, int until, LineFacts of) {
        byte[] message = of.message;
        boolean plain =
                message == null && of.newlines == 0 && !of.partial && !of.truncated && of.fieldsEnd == of.fieldsStart;
        if (plain && from == chunk) {
            if (count > 0 && first == end + 1 && of.level == facts.level) {
                end = until;
                count++;
                return;
            }
            flush();
            start = first;
            end = until;
            count = 1;
            facts.level = of.level;
            return;
        }
        flush();
        if (!lines.isOn()) {
            return;
        }
        if (message == null) {
            lines.add(origin, millis, from, first, until, 1, of, true);
        } else { // as its record has it
            lines.add(origin, millis, message, of.messageStart, of.messageEnd, 1, of, true);
        }
        lines.tell();
    }

    /** Puts in what has come of the chunk; to be called before that changes. */
    void flush() {
        if (count > 0) {
            int lineCount = count;
            count = 0;
            if (lines.isOn()) {
                lines.add(origin, millis, chunk, start, end, lineCount, facts, false);
                lines.tell();
            }
        }
    }
}
