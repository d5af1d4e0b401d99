package dev.podvisor.logs;

import com.google.re2j.Matcher;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import java.util.List;

/** Says which lines are kept, by their level and what is found in them. For one thread. */
final class LineFilter {

    private final LogLevel least;
    private final Matcher[] include;
    private final Matcher[] exclude;
    private final LineText text;

    LineFilter(LogLevel least, List<LogPattern> include, List<LogPattern> exclude, LineText text) {
        this.least = least;
        this.include = matchers(include);
        this.exclude = matchers(exclude);
        this.text = text;
    }

    static Matcher[] matchers(List<LogPattern> patterns) {
        Matcher[] matchers = new Matcher[patterns.size()];
        for (int i = 0; i < matchers.length; i++) {
            matchers[i] = patterns.get(i).compile().matcher("");
        }
        return matchers;
    }

    boolean keeps(LogLevel level) {
        return level.compareTo(least) >= 0;
    }

    boolean keeps(byte[] from, int start, int end) {
        if (include.length == 0 && exclude.length == 0) {
            return true;
        }
        text.of(from, start, end);
        return (include.length == 0 || found(include)) && !found(exclude);
    }

    private boolean found(Matcher[] matchers) {
        for (Matcher matcher : matchers) {
            if (matcher.reset(text).find()) {
                return true;
            }
        }
        return false;
    }
}
