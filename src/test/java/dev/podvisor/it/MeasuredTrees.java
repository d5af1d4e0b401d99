package dev.podvisor.it;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Children;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.ProcReader;
import dev.podvisor.linux.ProcStat;
import dev.podvisor.linux.ResourceUse;
import dev.podvisor.linux.Rlimit;
import dev.podvisor.linux.Spawn;
import dev.podvisor.usage.RunRef;
import dev.podvisor.usage.RunUsage;
import dev.podvisor.usage.Sample;
import dev.podvisor.usage.Sampler;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Real trees of processes under a real sampler: started, marked, reaped and measured as the supervisor does it. Closing it leaves
 * none behind. For one thread.
 */
final class MeasuredTrees implements AutoCloseable {

    private static final int SIGKILL = 9;
    /** Of this test alone: other supervisors on the machine mark their processes too. */
    private static final long MARK = 1L << 61 | (Libc.getpid() & 0xff_ffffL) << 36;

    private static final long RUNS = (1L << 36) - 1;
    private static final File PROC = new File("/proc");

    final Sampler sampler = new Sampler(new ProcReader(PROC.toPath()), this::runOf);
    final List<RunRef> live = new ArrayList<>();

    /** What wait4 has said of everything that was reaped, in all. */
    long exactMicros;

    private final Map<Integer, RunRef> leaders = new TreeMap<>();
    private final Rlimit.Pair own = Rlimit.get(Rlimit.RTTIME);
    private final MemorySegment pair = Arena.ofAuto().allocate(16, 8);
    private final MemorySegment status = Arena.ofAuto().allocate(4, 4);
    private final ResourceUse use = new ResourceUse();
    private final Spawn spawn = new Spawn();
    private long runs;

    MeasuredTrees() {
        assertThat(Libc.setChildSubreaper()).isZero();
    }

    private long runOf(int pid) {
        int result = Rlimit.softOf(pid, Rlimit.RTTIME, pair);
        long soft = result == 0 ? pair.get(JAVA_LONG, 0) : -1;
        return (soft & ~RUNS) == MARK ? soft & RUNS : -1;
    }

    RunRef start(Path directory, String program, String... arguments) {
        long run = ++runs;
        int devNull = Libc.open("/dev/null", Libc.O_WRONLY, 0);
        List<byte[]> words = new ArrayList<>(List.of(bytes(program)));
        for (String argument : arguments) {
            words.add(bytes(argument));
        }
        int pid = spawn.start(
                new Spawn.Request(
                        bytes(program),
                        words,
                        List.of(bytes("PATH=" + System.getenv("PATH"))),
                        bytes(directory.toString()),
                        -1),
                devNull,
                2,
                () -> Rlimit.set(Rlimit.RTTIME, new Rlimit.Pair(MARK + run, own.hard())),
                () -> Rlimit.set(Rlimit.RTTIME, own));
        Libc.close(devNull);
        assertThat(pid).isPositive();
        RunRef ref = new RunRef(run, pid, ProcStat.read(PROC, pid).orElseThrow().startTicks());
        leaders.put(pid, ref);
        live.add(ref);
        return ref;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Sample sample() {
        return sampler.sample(live);
    }

    RunUsage sample(RunRef run) {
        return sample().runs().get(live.indexOf(run));
    }

    int pid(RunRef run) {
        return leaders.entrySet().stream()
                .filter(leader -> leader.getValue() == run)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Reaps whatever has ended, orphans included, and tells each run. Yields whether a leader was among it. */
    boolean reap() {
        boolean leaderEnded = false;
        for (int pid = Children.pollAnyExit(); pid > 0; pid = Children.pollAnyExit()) {
            RunRef run = leaders.containsKey(pid) ? leaders.get(pid) : byNumber(runOf(pid));
            leaderEnded |= leaders.containsKey(pid);
            assertThat(Children.reap(pid, status, use)).isEqualTo(pid);
            if (run != null) {
                run.reaped(use.userMicros(), use.systemMicros(), use.readBytes(), use.writeBytes());
                exactMicros += use.userMicros() + use.systemMicros();
            }
        }
        return leaderEnded;
    }

    private @Nullable RunRef byNumber(long number) {
        return live.stream().filter(run -> run.run() == number).findFirst().orElse(null);
    }

    void kill(RunRef run) {
        Children.kill(pid(run), SIGKILL);
    }

    @Override
    public void close() {
        boolean left = true;
        while (left) {
            left = false;
            for (String name : PROC.list()) {
                if (Character.isDigit(name.charAt(0)) && runOf(Integer.parseInt(name)) >= 0) {
                    left = true;
                    Children.kill(Integer.parseInt(name), SIGKILL);
                }
            }
            reap();
        }
        sampler.close();
    }
}
