package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.Validation;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is read ends in a usable spec or in problems with places inside the file. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomDocumentsTest {

    private static final int RUNS = 12_000;
    private static final Pattern BREAK = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u2028\u2029]");

    private final long seed = Long.getLong("podvisor.seed", System.nanoTime());

    @Test
    void mutatedDocumentsAreReadOrRejectedWithPlaces() {
        Mutations mutations = new Mutations(new Random(seed));
        int usable = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] bytes = mutations.mutated();
            String context =
                    "-Dpodvisor.seed=" + seed + ", run " + run + ":\n" + new String(bytes, StandardCharsets.UTF_8);
            try {
                ReadResult result = Texts.read(bytes);
                check(result, bytes, context);
                usable += result instanceof ReadResult.Spec ? 1 : 0;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(context, e);
            }
        }
        assertThat(usable).as("mutants that are still usable").isBetween(RUNS / 50, RUNS / 2);
    }

    @Test
    void whatDoesNotChangeTheMeaningDoesNotChangeTheSpec() {
        Mutations mutations = new Mutations(new Random(seed));
        for (String document : Mutations.SEEDS) {
            ProcessSet meant = Texts.set(document);
            for (int run = 0; run < 50; run++) {
                String other = mutations.rewritten(document);
                assertThat(Texts.set(other))
                        .as("-Dpodvisor.seed=" + seed + "\n" + other)
                        .isEqualTo(meant);
            }
        }
    }

    private static void check(ReadResult result, byte[] bytes, String context) {
        switch (result) {
            case ReadResult.Spec spec ->
                assertThat(Validation.check(spec.set().spec())).as(context).noneMatch(violation -> violation.fatal());
            case ReadResult.Rejected rejected ->
                assertThat(rejected.problems()).as(context).anyMatch(p -> p.severity() == Problem.Severity.Error);
        }
        // The line breaks of YAML 1.1; an end of line at the end of the file begins a last, empty line.
        String text = new String(bytes, StandardCharsets.UTF_8);
        String[] lines = BREAK.split(text, -1);
        for (Problem problem : result.problems()) {
            String line = problem.line() < 1 || problem.line() > lines.length ? "" : lines[problem.line() - 1];
            boolean inside = problem.line() >= 1
                    && problem.line() <= lines.length
                    && problem.column() >= 1
                    && problem.column() <= line.codePointCount(0, line.length()) + 1;
            String message = problem.toString();
            if (!inside
                    || message.length() > 1500
                    || CONTROL.matcher(message).find()
                    || problem.text().isEmpty()) {
                throw new AssertionError(message + "\n" + context);
            }
        }
    }
}
