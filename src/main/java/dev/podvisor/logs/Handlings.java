package dev.podvisor.logs;

import dev.podvisor.spec.ProcessLogging;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the lines of each process are handled, as the spec has it now; what replicas share, they share here. For the pump's thread. */
final class Handlings {

    private final PartialLines memory;
    private @Nullable Scratch scratch;
    private Map<String, Known> known = new HashMap<>();

    private record Known(ProcessLogging logging, @Nullable LineRules rules, Map<LogSource, RateBucket> buckets) {}

    /** @param memory for lines that wait for others, of all pipes together */
    Handlings(PartialLines memory) {
        this.memory = memory;
    }

    /** Forgets the rules that are others now. */
    void follow(LogSettings settings) {
        Map<String, Known> same = new HashMap<>();
        known.forEach((process, rules) -> {
            if (rules.logging.equals(settings.of(process))) {
                same.put(process, rules);
            }
        });
        known = same;
    }

    /** For a pipe; null when nothing is done with its lines. */
    @Nullable
    LineHandling of(Captured captured, ProcessLogging logging) {
        if (logging.isDefault()) {
            return null; // what follows would load classes that the first child has to wait for
        }
        String process = captured.origin.process();
        Known rules = known.get(process);
        if (rules == null) {
            rules = new Known(logging, LineRules.of(logging, scratch()), new HashMap<>());
            known.put(process, rules);
        }
        if (rules.rules == null) {
            return null;
        }
        RateBucket bucket = rules.buckets.get(captured.source());
        if (bucket == null) {
            bucket = rules.rules.bucket();
            if (bucket != null) {
                rules.buckets.put(captured.source(), bucket);
            }
        }
        return new LineHandling(rules.rules, bucket, memory);
    }

    private Scratch scratch() {
        Scratch made = scratch;
        if (made == null) {
            made = new Scratch();
            scratch = made;
        }
        return made;
    }
}
