package dev.podvisor.spec;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The rules between the fields of {@link Resources}. Pure. */
final class ResourceRules {

    private static final long PAGE = 4096;

    private final String path;
    private final Consumer<Violation> found;

    private ResourceRules(String path, Consumer<Violation> found) {
        this.path = path;
        this.found = found;
    }

    /** @param path of the resources, such as {@code spec.processes[0].resources} */
    static void check(String path, Resources resources, Consumer<Violation> found) {
        new ResourceRules(path, found).check(resources);
    }

    private void check(Resources resources) {
        ResourceLimits limits = resources.limits();
        ResourceRequests requests = resources.requests();
        above("requests.cpu", requests.cpu(), "limits.cpu", limits.cpu());
        above("requests.memory", requests.memory(), "limits.memory", limits.memory());
        above("requests.memoryMin", requests.memoryMin(), "limits.memory", limits.memory());
        above("limits.memoryHigh", limits.memoryHigh(), "limits.memory", limits.memory());
        above("limits.cpuBurst", limits.cpuBurst(), "limits.cpu", limits.cpu());
        if (limits.cpuBurst().isPresent() && limits.cpu().isEmpty()) {
            error("limits.cpuBurst", "there is no limits.cpu that it could exceed", "set limits.cpu or remove this");
        }
        lessThanAPage("limits.swap", limits.swap());
        lessThanAPage("requests.memory", requests.memory());
        lessThanAPage("requests.memoryMin", requests.memoryMin());
        if (resources.memoryWatchdog().isPresent() && limits.memory().isPresent()) {
            Amount watchdog = resources.memoryWatchdog().get();
            Amount memory = limits.memory().get();
            if (!memory.isShare() && watchdog.value() >= memory.value()) {
                warning(
                        "memoryWatchdog",
                        watchdog + " is not below limits.memory " + memory + ", where cgroups kill first",
                        "make it smaller; it then restarts gracefully");
            }
        }
        Set<String> devices = new HashSet<>();
        for (int i = 0; i < limits.io().size(); i++) {
            IoLimit io = limits.io().get(i);
            String at = "limits.io[" + i + "]";
            if (!devices.add(io.device())) {
                error(at + ".device", io.device() + " is listed twice", "keep one of the two");
            }
            if (io.readBytesPerSecond().isEmpty()
                    && io.writeBytesPerSecond().isEmpty()
                    && io.readOperationsPerSecond().isEmpty()
                    && io.writeOperationsPerSecond().isEmpty()) {
                error(at, "it limits nothing", "set readBytesPerSecond or another rate");
            }
        }
    }

    private void above(String lower, Optional<Amount> low, String upper, Optional<Amount> high) {
        if (low.isPresent()
                && high.isPresent()
                && low.get().isShare() == high.get().isShare()
                && low.get().value() > high.get().value()) {
            error(
                    lower,
                    low.get() + " is more than " + upper + " " + high.get(),
                    "lower it to " + high.get() + " or raise " + upper);
        }
    }

    /** The kernel counts memory in pages. */
    private void lessThanAPage(String field, Optional<Amount> amount) {
        if (amount.isPresent()
                && !amount.get().isShare()
                && amount.get().value() > 0
                && amount.get().value() < PAGE) {
            warning(
                    field,
                    amount.get().value() + " bytes are less than a page of memory, as good as 0",
                    "write a unit, such as " + amount.get().value() + "Mi");
        }
    }

    private void error(String field, String text, String hint) {
        found.accept(new Violation(path + "." + field, text, hint, true));
    }

    private void warning(String field, String text, String hint) {
        found.accept(new Violation(path + "." + field, text, hint, false));
    }
}
