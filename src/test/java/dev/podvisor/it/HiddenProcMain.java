package dev.podvisor.it;

import dev.podvisor.linux.ProcReader;
import dev.podvisor.usage.RunRef;
import dev.podvisor.usage.Sampler;
import java.nio.file.Path;
import java.util.List;

/** Takes one sample of the process whose pid is given, and prints the usage and the problems. Runs as a JVM of its own. */
final class HiddenProcMain {

    private HiddenProcMain() {}

    public static void main(String[] arguments) {
        RunRef run = new RunRef(1, Integer.parseInt(arguments[0]), RunRef.UNKNOWN_START);
        try (Sampler sampler = new Sampler(new ProcReader(Path.of("/proc")), _ -> -1)) {
            System.out.println(sampler.sample(List.of(run)).runs().getFirst());
            sampler.problems().forEach(System.out::println);
        }
    }
}
