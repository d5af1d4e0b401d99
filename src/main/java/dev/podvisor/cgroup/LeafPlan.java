package dev.podvisor.cgroup;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.OomPolicy;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.ResourceLimits;
import dev.podvisor.spec.ResourceRequests;
import dev.podvisor.status.ProcessLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a spec asks of the leaves of a process, in the container as it is now.
 *
 * @param problems what cannot be worked out, in whole sentences
 */
public record LeafPlan(LeafSettings settings, List<String> problems) {

    private static final long USUAL_PERIOD = 100_000;
    private static final long LONGEST_PERIOD = 1_000_000;
    private static final long LEAST_QUOTA = 1_000;

    public LeafPlan {
        problems = List.copyOf(problems);
    }

    /** Works out percentages, quotas and weights. Pure. */
    public static LeafPlan of(ProcessSpec process, ContainerLimits container) {
        return new Work(process, container).plan();
    }

    /** What the container has, in thousandths of a core; empty when that is not limited. */
    public static OptionalLong millicores(ContainerLimits container) {
        return container.cpuQuota() < 0 || container.cpuQuota() == ContainerLimits.MAX || container.cpuPeriod() <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(container.cpuQuota() * 1000 / container.cpuPeriod());
    }

    /** The memory that the container has; empty when that is not limited. */
    public static OptionalLong memory(ContainerLimits container) {
        return container.memoryMax() < 0 || container.memoryMax() == ContainerLimits.MAX
                ? OptionalLong.empty()
                : OptionalLong.of(container.memoryMax());
    }

    /** The limits of each replica of a process; what is a share of an unlimited container is none. */
    public static ProcessLimits limits(ProcessSpec process, ContainerLimits container) {
        ResourceLimits limits = process.resources().limits();
        return new ProcessLimits(value(limits.cpu(), millicores(container)), value(limits.memory(), memory(container)));
    }

    private static OptionalLong value(Optional<Amount> amount, OptionalLong container) {
        return amount.isPresent() ? amount.get().in(container) : OptionalLong.empty();
    }

    private static final class Work {

        private final ProcessSpec process;
        private final OptionalLong cores;
        private final OptionalLong memory;
        private final List<String> problems = new ArrayList<>();

        Work(ProcessSpec process, ContainerLimits container) {
            this.process = process;
            this.cores = millicores(container);
            this.memory = memory(container);
        }

        LeafPlan plan() {
            ResourceLimits limits = process.resources().limits();
            ResourceRequests requests = process.resources().requests();
            LeafSettings.Builder settings = LeafSettings.builder();
            OptionalLong cpu = resolve("limits.cpu", limits.cpu(), cores);
            if (cpu.isPresent()) {
                long period = period(cpu.getAsLong());
                long quota = Math.max(LEAST_QUOTA, micros(cpu.getAsLong(), period));
                settings.cpu(quota, period);
                OptionalLong burst = resolve("limits.cpuBurst", limits.cpuBurst(), cores);
                settings.cpuBurst(burst.isPresent() ? Math.min(quota, micros(burst.getAsLong(), period)) : 0);
            }
            // As in a Pod, a limit without a request is the request as well.
            OptionalLong weight = requests.cpu().isPresent() ? resolve("requests.cpu", requests.cpu(), cores) : cpu;
            settings.cpuWeight(weight.isPresent() ? Weights.ofRequest(weight.getAsLong()) : Weights.DEFAULT);
            settings.memoryMax(resolve("limits.memory", limits.memory(), memory).orElse(LeafSettings.MAX));
            settings.memoryHigh(
                    resolve("limits.memoryHigh", limits.memoryHigh(), memory).orElse(LeafSettings.MAX));
            settings.swapMax(resolve("limits.swap", limits.swap(), memory).orElse(LeafSettings.MAX));
            settings.memoryLow(
                    resolve("requests.memory", requests.memory(), memory).orElse(0));
            settings.memoryMin(
                    resolve("requests.memoryMin", requests.memoryMin(), memory).orElse(0));
            settings.pidsMax(limits.pids().isPresent() ? limits.pids().getAsInt() : LeafSettings.MAX);
            settings.oomGroup(limits.memory().isPresent() && process.oomPolicy() == OomPolicy.KillTree);
            settings.io(io(limits));
            return new LeafPlan(settings.build(), problems);
        }

        /** The shortest quota that the kernel takes is 1 ms, so less than a hundredth of a core needs a longer period. */
        private static long period(long millicores) {
            return micros(millicores, USUAL_PERIOD) < LEAST_QUOTA ? LONGEST_PERIOD : USUAL_PERIOD;
        }

        private static long micros(long millicores, long period) {
            return millicores * (period / 1000);
        }

        private OptionalLong resolve(String field, Optional<Amount> amount, OptionalLong container) {
            if (amount.isEmpty()) {
                return OptionalLong.empty();
            }
            OptionalLong value = amount.get().in(container);
            if (value.isEmpty()) {
                problems.add("cannot apply " + field + " " + amount.get() + " of process " + process.name()
                        + ": the container itself is not limited (limit it, or write "
                        + (amount.get().unit() == Amount.Unit.Bytes ? "bytes such as 512Mi" : "cores such as 500m")
                        + ")");
            }
            return value;
        }

        private static List<IoLimit> io(ResourceLimits limits) {
            List<IoLimit> io = new ArrayList<>(limits.io().size());
            for (dev.podvisor.spec.IoLimit limit : limits.io()) {
                io.add(new IoLimit(
                        limit.device(),
                        rate(limit.readBytesPerSecond()),
                        rate(limit.writeBytesPerSecond()),
                        limit.readOperationsPerSecond().isPresent()
                                ? limit.readOperationsPerSecond().getAsInt()
                                : LeafSettings.MAX,
                        limit.writeOperationsPerSecond().isPresent()
                                ? limit.writeOperationsPerSecond().getAsInt()
                                : LeafSettings.MAX));
            }
            return io;
        }

        private static long rate(Optional<Amount> amount) {
            return amount.isPresent() ? amount.get().value() : LeafSettings.MAX;
        }
    }
}
