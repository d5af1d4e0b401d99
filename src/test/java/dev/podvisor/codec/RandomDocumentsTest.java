package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is read ends in a usable spec or in problems with places inside the file. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomDocumentsTest {

    private static final int RUNS = 12_000;

    private final long seed = Long.getLong("podvisor.seed", System.nanoTime());

    @Test
    void mutatedDocumentsAreReadOrRejectedWithPlaces() {
        Mutations mutations = new Mutations(new Random(seed));
        int usable = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] bytes = mutations.mutated();
            String context = "-Dpodvisor.seed=" + seed + ", run " + run + ":\n" + new String(bytes, StandardCharsets.UTF_8);
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
                assertThat(Texts.set(other)).as("-Dpodvisor.seed=" + seed + "\n" + other).isEqualTo(meant);
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
        List<String> lines = List.of(text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1));
        for (Problem problem : result.problems()) {
            assertThat(problem.line()).as("line of " + problem + context).isBetween(1, lines.size());
            String line = lines.get(problem.line() - 1);
            assertThat(problem.column())
                    .as("column of " + problem + context)
                    .isBetween(1, line.codePointCount(0, line.length()) + 1);
            assertThat(problem.toString()).as(context).doesNotContainPattern("\\p{Cntrl}|[\u2028\u2029]").hasSizeLessThan(1500);
            assertThat(problem.text()).as(context).isNotEmpty();
        }
    }
}
