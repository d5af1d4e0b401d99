package dev.podvisor.logs;

import dev.podvisor.spec.LevelDetection;
import dev.podvisor.spec.LogLevel;
import org.jspecify.annotations.Nullable;

/** Finds the level of a line: by the patterns of the spec, then by a {@link LevelMark}. For one thread. */
final class LevelDetector {

    private final Finder[] finders;
    private final LogLevel[] levels;
    private final LogLevel otherwise;
    private final LevelMark mark = new LevelMark();
    private final LineText text;

    LevelDetector(LevelDetection detection, LineText text) {
        this.text = text;
        otherwise = detection.otherwise();
        int count = detection.patterns().size();
        finders = new Finder[count];
        levels = new LogLevel[count];
        for (int i = 0; i < count; i++) {
            finders[i] = new Finder(detection.patterns().get(i).pattern());
            levels[i] = detection.patterns().get(i).level();
        }
    }

    /** The level of the first pattern that is found in the line; null when none is. */
    @Nullable
    LogLevel byPattern(byte[] from, int start, int end) {
        if (finders.length > 0) {
            text.of(from, start, end);
            for (int i = 0; i < finders.length; i++) {
                if (finders[i].find(text)) {
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
