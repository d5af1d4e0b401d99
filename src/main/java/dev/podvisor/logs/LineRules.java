package dev.podvisor.logs;

import dev.podvisor.spec.LineRate;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.Multiline;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.spec.Redaction;
import org.jspecify.annotations.Nullable;

/** How the lines of a process are handled, made once for all its pipes; a part is null where there is nothing to do. For one thread. */
final class LineRules {

    final int mostBytes;
    final Scratch scratch;
    final LineFilter filter;
    final @Nullable Redactor redactor;
    final @Nullable JsonMembers json;
    final @Nullable LevelDetector detector;
    private final @Nullable Multiline multiline;
    private final @Nullable Finder startPattern;
    private final @Nullable LineRate rate;
    private final boolean spansLines;

    private LineRules(ProcessLogging logging, Scratch scratch) {
        this.scratch = scratch;
        mostBytes = (int) Math.min(logging.maxLineBytes().value(), LineCutter.MAX_LINE);
        filter = new LineFilter(
                logging.level().orElse(LogLevel.Trace), logging.include(), logging.exclude(), scratch.text);
        redactor = logging.redact().isEmpty() ? null : new Redactor(logging.redact(), mostBytes, scratch);
        json = logging.json().isPresent() ? new JsonMembers(logging.json().get(), scratch) : null;
        detector = logging.levelDetection().isPresent()
                ? new LevelDetector(logging.levelDetection().get(), scratch.text)
                : null;
        multiline = logging.multiline().orElse(null);
        startPattern = multiline != null && multiline.startPattern().isPresent()
                ? new Finder(multiline.startPattern().get())
                : null;
        rate = logging.rateLimit().orElse(null);
        boolean spans = false;
        for (Redaction redaction : logging.redact()) {
            spans |= SpansLines.possible(redaction.pattern().text());
        }
        spansLines = spans;
    }

    /** The rules of a process; null when there is nothing to do. Throws what RE2/J throws at a pattern that is none. */
    static @Nullable LineRules of(ProcessLogging logging, Scratch scratch) {
        boolean nothing = logging.level().isEmpty()
                && logging.levelDetection().isEmpty()
                && logging.json().isEmpty()
                && logging.multiline().isEmpty()
                && logging.include().isEmpty()
                && logging.exclude().isEmpty()
                && logging.redact().isEmpty()
                && logging.rateLimit().isEmpty();
        return nothing ? null : new LineRules(logging, scratch);
    }

    /** What the pipes of one replica share; null for no limit. */
    @Nullable
    RateBucket bucket() {
        return rate == null ? null : new RateBucket(rate);
    }

    @Nullable
    Joining joining(PartialLines memory, LineTaker to) {
        return multiline == null
                ? null
                : new Joining(multiline, startPattern, mostBytes, spansLines, scratch.text, memory, to);
    }
}
