package dev.podvisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    private Kids kids;
    private ProcessTree tree;

    @BeforeEach
    void open() throws IOException {
        kids = new Kids();
        tree = new ProcessTree(new TreeMarker(kids.identity), new File("/proc"));
    }

    @AfterEach
    void close() {
        kids.close();
        assertThat(tree.marked()).isEmpty();
    }

    private void awaitMembers(int count) {
        Awaitility.await()
                .until(() ->
                        tree.marked().values().stream().mapToInt(List::size).sum() == count);
    }

    @Test
    void setsidEscapeeIsKilled() {
        kids.start("sh", "-c", "setsid sleep 1000 & sleep 1000");
        awaitMembers(3);

        kids.killAll();
        assertThat(tree.marked()).isEmpty();
    }

    @Test
    void doubleForkWithAClearedEnvironmentIsKilledAfterItsLeaderIsGone() {
        Launcher.Started started =
                kids.start("sh", "-c", "setsid sh -c 'env -i setsid sleep 1000 & exit' & sleep 0.1; exit 3");
        assertThat(kids.await(started.pid()).exitCode()).isEqualTo(3);
        awaitMembers(1);

        kids.killAll();
        assertThat(tree.marked()).isEmpty();
    }

    @Test
    void stopReturnsOnlyAfterTermIgnoringChildrenAreGone() {
        kids.start(
                "sh", "-c", "trap '' TERM; for i in 1 2 3; do sh -c \"trap '' TERM; sleep 1000\" & done; sleep 1000");
        awaitMembers(8);

        kids.killAll();
        assertThat(tree.marked()).isEmpty();
    }

    @Test
    void processThatForksAndExitsAllTheTimeIsCaught() {
        kids.start("sh", "-c", "relay() { (sleep 0.002; relay) & }; relay; exit 0");
        Awaitility.await().until(() -> !tree.marked().isEmpty());

        kids.killAll();
        assertThat(tree.marked()).isEmpty();
    }

    @Test
    void otherRunsAreLeftAlone() {
        Launcher.Started first = kids.start("sleep", "1000");
        Launcher.Started second = kids.start("sleep", "1000");
        kids.launcher.sweep(Map.of(1L, first.pid()));
        kids.await(first.pid());

        assertThat(kids.launcher.sweep(Map.of(1L, first.pid()))).isEmpty();
        assertThat(tree.marked()).containsOnlyKeys(2L);
        assertThat(Kids.alive(second.pid())).isTrue();
    }

    @Test
    void anotherSupervisorsProcessesAreNotSeen() throws IOException {
        try (Kids other = new Kids()) {
            other.start("sleep", "1000");

            assertThat(tree.marked()).isEmpty();
        }
    }

    @Test
    void leftoversAreAskedThenKilled() throws Exception {
        kids.start("sleep", "1000");
        kids.start("sh", "-c", "trap '' TERM; sleep 1000");
        awaitMembers(3);
        Thread reaper = Thread.ofVirtual().start(() -> {
            while (!tree.marked().isEmpty()) {
                kids.reap();
            }
        });
        long before = System.nanoTime();

        assertThat(kids.launcher.leftovers().end(Duration.ofMillis(300))).isEqualTo(3);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(tree.marked()).isEmpty();
        reaper.join();
    }

    @Test
    void withoutLeftoversNothingIsWaitedFor() throws Exception {
        assertThat(kids.launcher.leftovers().end(Duration.ofDays(1))).isZero();
    }
}
