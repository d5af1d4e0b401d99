package dev.podvisor.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.podvisor.spec.LogPattern;

/** Searches lines for a pattern, and allocates little for that. For one thread. */
final class Finder {

    private final Pattern pattern;
    private final Matcher matcher;
    private final NeededText needed;

    /** Throws {@link com.google.re2j.PatternSyntaxException} for a pattern that is none. */
    Finder(LogPattern pattern) {
        this.pattern = pattern.compile();
        matcher = this.pattern.matcher("");
        needed = new NeededText(pattern.text());
    }

    /** Whether the pattern is found; if so the {@link #matcher} has the first match until the next call. */
    boolean find(LineText text) {
        return !text.lacks(needed) && matcher.reset(text).find();
    }

    Matcher matcher() {
        return matcher;
    }

    Pattern pattern() {
        return pattern;
    }
}
