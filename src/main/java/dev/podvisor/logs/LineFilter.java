package dev.podvisor.logs;

import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import java.util.List;

/** Says which lines are kept, by their level and what is found in them. For one thread. */
final class LineFilter {

    private final LogLevel least;
    private final Finder[] include;
    private final Finder[] exclude;
    private final LineText text;

    LineFilter(LogLevel least, List<LogPattern> include, List<LogPattern> exclude, LineText text) {
        this.least = least;
        this.include = finders(include);
        this.exclude = finders(exclude);
        this.text = text;
    }

    private static Finder[] finders(List<LogPattern> patterns) {
        Finder[] finders = new Finder[patterns.size()];
        for (int i = 0; i < finders.length; i++) {
            finders[i] = new Finder(patterns.get(i));
        }
        return finders;
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

    private boolean found(Finder[] finders) {
        for (Finder finder : finders) {
            if (finder.find(text)) {
                return true;
            }
        }
        return false;
    }
}
