package dev.podvisor.logs;

import com.google.re2j.Matcher;
import dev.podvisor.spec.LevelDetection;
import dev.podvisor.spec.LogLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the level of a line: by the patterns of the spec, then by a {@link LevelMark}. For one thread. */
final class LevelDetector {

    private final Matcher[] matchers;
    private final LogLevel[] levels;
    private final LogLevel otherwise;
    private final LevelMark mark = new LevelMark();
    private final LineText text;

    LevelDetector(LevelDetection detection, LineText text) {
        this.text = text;
        otherwise = detection.otherwise();
        int count = detection.patterns().size();
        matchers = new Matcher[count];
        levels = new LogLevel[count];
        for (int i = 0; i < count; i++) {
            matchers[i] =
                    LineFilter.matchers(List.of(detection.patterns().get(i).pattern()))[0];
            levels[i] = detection.patterns().get(i).level();
        }
    }

    /** The level of the first pattern that is found in the line; null when none is. */
    @Nullable
    LogLevel byPattern(byte[] from, int start, int end) {
        if (matchers.length > 0) {
            text.of(from, start, end);
            for (int i = 0; i < matchers.length; i++) {
                if (matchers[i].reset(text).find()) {
                    return levels[i];
                }
            }
        }
        return null;
    }

    /** The level that a line shows near its start, or that of lines that show none. */
    LogLevel byMark(byte[] from, int start, int end) {
        LogLevel found = mark.find(from, start, end);
        return found == null ? otherwise : found;
    }
}
