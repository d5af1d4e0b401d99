package dev.podvisor.logs;

import com.google.re2j.Matcher;
import dev.podvisor.spec.Redaction;
import java.util.Arrays;
import java.util.List;

/**
 * Replaces what must not get into any log, one pattern after the other, each in what the one before has left. Bytes outside of
 * what is found stay as they are, and a line in which nothing is found is not copied. For one thread.
 */
final class Redactor {

    private final Finder[] finders;
    private final Replacement[] replacements;
    private final Scratch scratch;
    private final int most;
    private byte[] bytes = new byte[0];
    private int start;
    private int end;

    /** @param most how many bytes a line may have, even while it is worked on */
    Redactor(List<Redaction> redactions, int most, Scratch scratch) {
        this.scratch = scratch;
        this.most = most;
        finders = new Finder[redactions.size()];
        replacements = new Replacement[finders.length];
        for (int i = 0; i < finders.length; i++) {
            finders[i] = new Finder(redactions.get(i).pattern());
            replacements[i] = new Replacement(redactions.get(i).replacement(), finders[i].pattern());
        }
    }

    /** What there was found of a line. */
    enum Result {
        Nothing,
        Replaced,
        /** Too long a line would come of it, so none did. */
        TooLong
    }

    /** Looks through a line; where something was replaced, what came of it stands in {@link #bytes} until the next call. */
    Result apply(byte[] from, int first, int last) {
        bytes = from;
        start = first;
        end = last;
        boolean known = false;
        Result result = Result.Nothing;
        for (int i = 0; i < finders.length; i++) {
            if (!known) {
                scratch.text.of(bytes, start, end);
                known = true;
            }
            if (finders[i].find(scratch.text)) {
                if (!replace(finders[i].matcher(), replacements[i])) {
                    return Result.TooLong;
                }
                known = false;
                result = Result.Replaced;
            }
        }
        return result;
    }

    private boolean replace(Matcher matcher, Replacement replacement) {
        Bytes to = scratch.spare;
        to.clear();
        int done = start;
        do {
            to.add(bytes, done, scratch.text.byteAt(matcher.start()));
            replacement.add(matcher, scratch.text, bytes, to);
            done = scratch.text.byteAt(matcher.end());
            if (to.length() > most) {
                return false;
            }
        } while (matcher.find());
        to.add(bytes, done, end);
        bytes = to.array();
        start = 0;
        end = to.length();
        scratch.spare = scratch.redacted;
        scratch.redacted = to;
        return end <= most;
    }

    /** Whether what came of a line are these bytes. */
    boolean hasPut(byte[] other, int from, int to) {
        return Arrays.equals(bytes, start, end, other, from, to);
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
