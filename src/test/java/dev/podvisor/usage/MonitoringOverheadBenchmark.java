package dev.podvisor.usage;

import com.sun.management.ThreadMXBean;
import dev.podvisor.linux.ProcReader;
import dev.podvisor.linux.ProcStat;
import dev.podvisor.linux.Rlimit;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a sample costs with 10, 100 and 1,000 sleeping processes, beside psutil (where Python has it) and ps, which read the same
 * processes in the same run. Not a test: {@code src/bench/monitoring} runs it with the flags of the image.
 *
 * <p>CPU is the reader's own, of user and kernel together; "paced" is with 100 ms of sleep before each sample, as in life, where
 * caches are cold. A millisecond a sample is 0.1 % of a core at one sample a second.
 */
public final class MonitoringOverheadBenchmark {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 60;
    private static final int ROUNDS = 40;
    private static final int PACED = 20;

    private final int processes;
    private final List<Process> children = new ArrayList<>();
    private final List<RunRef> runs = new ArrayList<>();

    private MonitoringOverheadBenchmark(int processes) {
        this.processes = processes;
    }

    /** @param sizes how many processes, one number or several; without any: 10 100 1000 */
    public static void main(String... sizes) throws Exception {
        System.out.println(
                "| processes | reader | CPU µs a sample | µs a process | paced: CPU µs | of a core, 1 sample/s | bytes a sample |");
        System.out.println("|---:|---|---:|---:|---:|---:|---:|");
        for (String size : sizes.length == 0 ? new String[] {"10", "100", "1000"} : sizes) {
            new MonitoringOverheadBenchmark(Integer.parseInt(size)).run();
        }
    }

    private void run() throws Exception {
        try {
            for (int i = 0; i < processes; i++) {
                Process child = new ProcessBuilder("sleep", "1000").start();
                children.add(child);
                int pid = (int) child.pid();
                long start = ProcStat.read(new File("/proc"), pid).orElseThrow().startTicks();
                runs.add(new RunRef(i, pid, start));
            }
            Thread.sleep(200);
            podvisor();
            peer("psutil");
            peer("ps");
        } finally {
            children.forEach(Process::destroyForcibly);
            for (Process child : children) {
                child.waitFor();
            }
        }
    }

    private void podvisor() throws InterruptedException {
        MemorySegment pair = Arena.ofAuto().allocate(16, 8);
        Marks none = pid -> {
            Rlimit.softOf(pid, Rlimit.RTTIME, pair); // what reading a mark costs
            return -1;
        };
        try (Sampler sampler = new Sampler(new ProcReader(Path.of("/proc")), none)) {
            for (int i = 0; i < WARM_UP; i++) {
                sample(sampler);
            }
            long id = Thread.currentThread().threadId();
            long[] costs = new long[ROUNDS];
            long bytes = THREADS.getThreadAllocatedBytes(id);
            for (int i = 0; i < ROUNDS; i++) {
                costs[i] = sample(sampler);
            }
            bytes = (THREADS.getThreadAllocatedBytes(id) - bytes) / ROUNDS;
            long[] paced = new long[PACED];
            for (int i = 0; i < PACED; i++) {
                Thread.sleep(100);
                paced[i] = sample(sampler);
            }
            row("podvisor", median(costs) / 1000.0, median(paced) / 1000.0, Long.toString(bytes));
        }
    }

    private long sample(Sampler sampler) {
        long before = THREADS.getCurrentThreadCpuTime();
        Sample sample = sampler.sample(runs);
        long cost = THREADS.getCurrentThreadCpuTime() - before;
        if (sample.runs().size() != processes || sample.runs().getLast().processes() != 1) {
            throw new IllegalStateException(
                    "cannot see every process: " + sample.runs().getLast());
        }
        return cost;
    }

    /** The other reader prints the two medians in microseconds, or why there are none. */
    private void peer(String reader) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "src/bench/monitoring.py", reader));
        children.forEach(child -> command.add(Long.toString(child.pid())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() == 0) {
            String[] medians = answer.split(" ");
            row(reader, Double.parseDouble(medians[0]), Double.parseDouble(medians[1]), "");
        } else {
            System.out.println("| " + processes + " | " + reader + " | " + answer + " | | | | |");
        }
    }

    private void row(String reader, double cpu, double paced, String bytes) {
        System.out.printf(
                "| %d | %s | %.0f | %.1f | %.0f | %.2f %% | %s |%n",
                processes, reader, cpu, cpu / processes, paced, paced / 10_000, bytes);
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
