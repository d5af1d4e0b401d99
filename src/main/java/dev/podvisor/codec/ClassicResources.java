package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the limits and reservations of one process. What is empty or 0, as Go has it for absent, is no limit. */
final class ClassicResources {

    private static final Shape<?> RESOURCES = ProcessSpec.SHAPE.nested("resources");
    private static final Shape<?> LIMITS = RESOURCES.nested("limits");
    private static final Shape<?> REQUESTS = RESOURCES.nested("requests");
    private static final Type.Whole PIDS = new Type.Whole(-1, ((Type.Whole) LIMITS.type("pids")).max(), "");
    private static final Type.Whole MEBIBYTES = new Type.Whole(0, 1 << 30, "MiB");
    private static final String SWAP = "memory_swap";

    private final ClassicContext context;
    private final ClassicMapping process;

    ClassicResources(ClassicContext context, ClassicMapping process) {
        this.context = context;
        this.process = process;
    }

    /** A value of the field {@code resources}. */
    Object read() {
        ClassicMapping resources = process.mapping("resources");
        resources.check();
        Map<String, Object> fields = new HashMap<>();
        fields.put("limits", LIMITS.build(limits(resources.mapping("limits"))));
        fields.put("requests", REQUESTS.build(requests(resources.mapping("reservations"))));
        int watchdog = process.whole("max_memory_mb", MEBIBYTES, 0);
        if (watchdog > 0) {
            fields.put("memoryWatchdog", Amount.bytes((long) watchdog << 20));
        }
        return RESOURCES.build(fields);
    }

    private Map<String, Object> limits(ClassicMapping limits) {
        limits.check();
        Map<String, Object> fields = new HashMap<>();
        amount(limits, "cpu", LIMITS, "cpu", fields);
        amount(limits, "memory", LIMITS, "memory", fields);
        swap(limits, fields);
        int pids = limits.whole("pids", PIDS, 0);
        if (pids > 0) {
            fields.put("pids", pids);
        }
        return fields;
    }

    private Map<String, Object> requests(ClassicMapping reservations) {
        reservations.check();
        Map<String, Object> fields = new HashMap<>();
        amount(reservations, "cpu", REQUESTS, "cpu", fields);
        amount(reservations, "memory", REQUESTS, "memoryMin", fields);
        return fields;
    }

    private void amount(ClassicMapping from, String key, Shape<?> shape, String field, Map<String, Object> fields) {
        Optional<Place> at = from.at(key);
        if (at.isPresent() && !isText(at.get(), "") && !isText(at.get(), "0")) {
            from.<Amount>value(key, shape.type(field)).ifPresent(amount -> fields.put(field, amount));
        }
    }

    /** Here 0 is none at all, and -1, as in Docker, no limit. */
    private void swap(ClassicMapping limits, Map<String, Object> fields) {
        Optional<Place> at = limits.at(SWAP);
        if (at.isEmpty() || isText(at.get(), "") || isText(at.get(), "-1")) {
            return;
        }
        limits.<Amount>value(SWAP, LIMITS.type("swap")).ifPresent(swap -> {
            fields.put("swap", swap);
            if (swap.equals(fields.get("memory")) && swap.value() > 0) {
                context.notes()
                        .warn(
                                at.get(),
                                "it is swap on top of memory here, so both together are twice that; where it means their"
                                        + " sum, as in Docker, there is no swap",
                                "write \"0\" if no swap is meant");
            }
        });
    }

    private static boolean isText(Place at, String text) {
        return at.node() instanceof Scalar scalar && scalar.text().strip().equals(text);
    }

    /** The key of the classic form that a field below {@code resources} comes from, such as {@code limits.memory_swap}. */
    static String[] keys(String field) {
        return switch (field) {
            case "limits.swap" -> new String[] {"resources", "limits", SWAP};
            case "requests.cpu" -> new String[] {"resources", "reservations", "cpu"};
            case "requests.memoryMin" -> new String[] {"resources", "reservations", "memory"};
            case "memoryWatchdog" -> new String[] {"max_memory_mb"};
            default -> ("resources." + field).split("\\.");
        };
    }
}
