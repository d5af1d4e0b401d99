package dev.podvisor.metrics;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The few series of podvisor's own JVM, under the names that Micrometer gives them everywhere. */
final class JvmMetrics {

    private static final Set<String> WANTED =
            Set.of("jvm.memory.used", "jvm.memory.committed", "jvm.threads.live", "jvm.gc.pause");

    private JvmMetrics() {}

    static void bindTo(MeterRegistry registry) {
        registry.config().meterFilter(MeterFilter.denyUnless(JvmMetrics::wanted));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        // Micrometer's own binder has the JVM notify it of each collection, on a thread of its own.
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionTimer.builder(
                            "jvm.gc.pause",
                            collector,
                            GarbageCollectorMXBean::getCollectionCount,
                            GarbageCollectorMXBean::getCollectionTime,
                            TimeUnit.MILLISECONDS)
                    .tag("gc", collector.getName())
                    .description("Time spent in GC pause")
                    .register(registry);
        }
    }

    private static boolean wanted(Meter.Id id) {
        return WANTED.contains(id.getName());
    }
}
