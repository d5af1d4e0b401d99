package dev.podvisor.spec;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Suggestion {

    /** Longer words are no slips. */
    private static final int LONGEST = 100;

    private static final int MOST_SLIPS = 5;

    private Suggestion() {}

    /** {@code did you mean NAME?} for the {@link #nearest} of the known names. */
    public static Optional<String> didYouMean(String word, Collection<String> known) {
        return nearest(word, known).map(Suggestion::ask);
    }

    /** The question that a hint asks, on one line whatever the name holds. */
    public static String ask(String name) {
        StringBuilder question = new StringBuilder("did you mean ");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
            question.append(breaks ? '?' : c);
        }
        return question.append('?').toString();
    }

    /** The known name that is near enough for the word to be a slip of it, or the only one that begins or ends with it. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        String folded = fold(word);
        int limit = Math.clamp(word.length() / 3, 1, MOST_SLIPS);
        int least = limit + 1;
        String best = null;
        String longer = null;
        int endings = 0;
        for (String name : known) {
            String other = fold(name);
            int distance = isSwap(folded, other) ? 1 : distance(folded, other, limit);
            if (distance < least || distance == least && best != null && name.compareTo(best) < 0) {
                least = distance;
                best = name;
            }
            if (folded.length() > 2 && (other.endsWith(folded) || other.startsWith(folded))) {
                longer = name;
                endings++;
            }
        }
        return Optional.ofNullable(best != null ? best : endings == 1 ? longer : null);
    }

    /** Levenshtein distance; more than {@code limit} stands for any larger one, so that it takes linear time. */
    private static int distance(String a, String b, int limit) {
        int far = limit + 1;
        if (Math.abs(a.length() - b.length()) > limit) {
            return far;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = Math.min(j, far);
        }
        for (int i = 1; i <= a.length(); i++) {
            int from = Math.max(1, i - limit);
            int to = Math.min(b.length(), i + limit);
            int diagonal = row[from - 1];
            row[from - 1] = from == 1 ? Math.min(i, far) : far;
            for (int j = from; j <= to; j++) {
                int above = j == i + limit ? far : row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(far, Math.min(change, Math.min(above, row[j - 1]) + 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    /** Whether the two differ by two neighbours that changed places. */
    private static boolean isSwap(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        return a.length() == b.length()
                && at + 1 < a.length()
                && a.charAt(at) == b.charAt(at + 1)
                && a.charAt(at + 1) == b.charAt(at)
                && a.regionMatches(at + 2, b, at + 2, a.length() - at - 2);
    }

    /** Case, '_' and '-' do not count, so that snake_case finds camelCase. */
    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
