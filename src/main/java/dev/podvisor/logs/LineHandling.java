package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.podvisor.spec.LogLevel;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the lines of one pipe between cutting and the outputs: joined, redacted, taken apart, given a level, filtered and
 * limited, in this order.
 *
 * <p>A line in pieces is judged by its first one, and all of it is let through or none. Where anything is redacted, no piece of it
 * is: nothing can tell whether a secret begins at the end of what is known, so a note stands for the whole line. A note also
 * stands for a line that gets too long by what is put in, and for lines that were joined beyond their bounds while a pattern
 * may reach over their ends. It is a truncated warning that {@code include} and {@code exclude} do not apply to. For the
 * pump's thread.
 */
final class LineHandling implements LineTaker {

    private static final byte[] NOTE = "[redacted: a line of ".getBytes(US_ASCII);
    private static final byte[] NOTE_END = " bytes or more]".getBytes(US_ASCII);

    private final LineRules rules;
    private final @Nullable RateBucket rate;
    private final @Nullable Joining joining;
    private final LineFacts facts = new LineFacts();
    private final Bytes note = new Bytes();
    private LineTaker next = (from, start, end, known) -> {};
    private long nanoTime;
    private long filtered;
    private long rateLimited;
    private long truncated;
    private long absorbed;
    private long told;

    /** What becomes of further pieces of the line that came last. */
    private Fate fate = Fate.Passed;

    private boolean inPieces;

    /** More of the line that came last is to come. */
    private boolean amidLine;

    /** The bytes of the line that is worked on, which are others once something has been redacted. */
    private byte[] bytes = NOTE;

    private int first;
    private int last;

    private enum Fate {
        Passed,
        Filtered,
        RateLimited,
        Truncated
    }

    /**
     * @param rate which the pipes of a replica share; null for no limit
     * @param memory for lines that wait for others
     */
    LineHandling(LineRules rules, @Nullable RateBucket rate, PartialLines memory) {
        this.rules = rules;
        this.rate = rate;
        joining = rules.joining(memory, this::piece);
    }

    /** Where lines go from now on. */
    void next(LineTaker to) {
        next = to;
    }

    /** What follows has been read at this time, of {@link System#nanoTime}. */
    void begin(long now) {
        nanoTime = now;
    }

    @Override
    public void line(byte[] from, int start, int end, LineFacts given) {
        amidLine = given.partial;
        if (joining != null) {
            joining.line(from, start, end, given, nanoTime);
            absorbed += joining.takeSwallowed();
        } else {
            piece(from, start, end, given);
        }
    }

    @Override
    public void partialEnded() {
        amidLine = false;
        if (joining != null) {
            joining.partialEnded();
        }
        if (inPieces && fate == Fate.Passed) {
            next.partialEnded();
        }
        inPieces = false;
    }

    /** When {@link #tick} is to be called, of {@link System#nanoTime}; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        return joining == null ? Long.MAX_VALUE : joining.deadline();
    }

    /** Hands on what has waited long enough for more. */
    void tick(long now) {
        nanoTime = now;
        if (joining != null) {
            joining.tick(now);
        }
    }

    /** The pipe has ended, or other rules are to be followed: hands on what waits for more. */
    void end() {
        if (joining != null) {
            joining.end();
        }
    }

    /** Whether a line has been handled in part, also when that has come to an {@link #end}. */
    boolean isAmidLine() {
        return amidLine;
    }

    /** What comes next is the rest of a line that has begun under other rules: it is left out if it could be half a secret. */
    void amidLine() {
        amidLine = true;
        inPieces = joining == null || joining.amidLine();
        fate = rules.redactor == null ? Fate.Passed : Fate.Truncated;
    }

    /** Lines that level or pattern have left out. */
    long filtered() {
        return filtered;
    }

    /** Lines that the rate limit has left out. */
    long rateLimited() {
        return rateLimited;
    }

    /** Notes that stand for lines, whether or not they were left out in their turn. */
    long truncated() {
        return truncated;
    }

    /**
     * Lines that have come and are neither handed on nor left out, since a note stands for them and others, or what was redacted
     * had newlines in it. All that come are handed on, filtered, rate limited, absorbed, or wait for more.
     */
    long absorbed() {
        return absorbed;
    }

    /** How many the rate limit has left out since this was last asked. */
    long takeSuppressed() {
        long taken = rateLimited - told;
        told = rateLimited;
        return taken;
    }

    private void piece(byte[] from, int start, int end, LineFacts given) {
        if (!inPieces) {
            inPieces = given.partial;
            fate = whole(from, start, end, given);
            return;
        }
        inPieces = given.partial;
        switch (fate) {
            case Passed -> {
                if (rate != null) {
                    rate.more(1);
                }
                facts.partial = given.partial;
                next.line(from, start, end, facts);
            }
            case Filtered -> filtered++;
            case RateLimited -> rateLimited++;
            case Truncated -> absorbed++;
        }
    }

    private Fate whole(byte[] from, int start, int end, LineFacts given) {
        facts.clear();
        facts.partial = given.partial;
        facts.newlines = given.newlines;
        bytes = from;
        first = start;
        last = end;
        boolean isNote = rules.redactor != null && (given.partial || given.truncated || !redacted(rules.redactor))
                || !members(given);
        if (isNote) {
            truncated++;
            note(end - start);
        } else {
            facts.newlines = given.newlines == 0 ? 0 : Newlines.count(bytes, first, last);
            facts.level = level();
        }
        int lines = 1 + facts.newlines;
        absorbed += given.newlines - facts.newlines;
        Fate found = Fate.Passed;
        if (!rules.filter.keeps(facts.level) || !isNote && !rules.filter.keeps(bytes, first, last)) {
            filtered += lines;
            found = Fate.Filtered;
        } else if (rate != null && !rate.take(lines, nanoTime)) {
            rateLimited += lines;
            found = Fate.RateLimited;
        } else {
            next.line(bytes, first, last, facts);
        }
        return isNote ? Fate.Truncated : found;
    }

    /** Whether all that is to be redacted is. */
    private boolean redacted(Redactor redactor) {
        JsonScan scan = rules.scratch.scan;
        if (rules.json != null && hasEscape() && scan.object(bytes, first, last)) {
            // So that patterns find in "a\/b" and "x\u003dy" what is meant.
            Bytes simple = rules.scratch.simple;
            simple.clear();
            JsonEscapes.simplify(bytes, first, last, simple);
            bytes = simple.array();
            first = 0;
            last = simple.length();
        }
        Redactor.Result result = redactor.apply(bytes, first, last);
        bytes = redactor.bytes();
        first = redactor.start();
        last = redactor.end();
        if (result == Redactor.Result.Replaced) { // and may be looked through again while this is still needed
            Bytes line = rules.scratch.redacted;
            rules.scratch.redacted = rules.scratch.simple;
            rules.scratch.simple = line;
        }
        return result != Redactor.Result.TooLong;
    }

    private boolean hasEscape() {
        for (int i = first; i < last; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Takes an object apart; false when its message alone would be too long once it is redacted. */
    private boolean members(LineFacts given) {
        JsonMembers json = rules.json;
        facts.message = null;
        if (json == null || given.partial || !json.take(bytes, first, last, facts)) {
            return true;
        }
        byte[] message = facts.message;
        Redactor redactor = rules.redactor;
        if (message == null || redactor == null || !json.messageHadEscapes()) {
            return true;
        }
        Redactor.Result result = redactor.apply(message, facts.messageStart, facts.messageEnd);
        if (result == Redactor.Result.Replaced && !redactor.hasPut(message, facts.messageStart, facts.messageEnd)) {
            // It is only found without escapes, and the line has it, too, so the message stands for it.
            facts.message = redactor.bytes();
            facts.messageStart = redactor.start();
            facts.messageEnd = redactor.end();
            bytes = inOneLine(facts.message, facts.messageStart, facts.messageEnd);
            first = 0;
            last = facts.messageEnd - facts.messageStart;
        }
        return result != Redactor.Result.TooLong;
    }

    private byte[] inOneLine(byte[] from, int start, int end) {
        Bytes line = rules.scratch.simple;
        line.clear();
        line.add(from, start, end);
        Newlines.blank(line.array(), 0, line.length());
        return line.array();
    }

    private LogLevel level() {
        byte[] message = facts.message;
        LogLevel known = message == null || rules.json == null ? null : rules.json.level();
        LevelDetector detector = rules.detector;
        if (known != null || detector == null) {
            return known == null ? LogLevel.Info : known;
        }
        LogLevel byPattern = detector.byPattern(bytes, first, last);
        if (byPattern != null) {
            return byPattern;
        }
        return message == null
                ? detector.byMark(bytes, first, last)
                : detector.byMark(message, facts.messageStart, facts.messageEnd);
    }

    private void note(int size) {
        facts.clear();
        facts.truncated = true;
        facts.level = LogLevel.Warning;
        note.clear();
        note.add(NOTE, 0, NOTE.length);
        byte[] number = Integer.toString(size).getBytes(US_ASCII);
        note.add(number, 0, number.length);
        note.add(NOTE_END, 0, NOTE_END.length);
        bytes = note.array();
        first = 0;
        last = note.length();
    }
}
