package dev.podvisor.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

class ProcStatTest {

    @Test
    void readsThisProcess() {
        int pid = (int) ProcessHandle.current().pid();

        assertThat(ProcStat.read(new File("/proc"), pid)).hasValueSatisfying(stat -> {
            assertThat(stat.pid()).isEqualTo(pid);
            assertThat(stat.parent()).isEqualTo((int)
                    ProcessHandle.current().parent().orElseThrow().pid());
            assertThat(stat.startTicks()).isPositive();
        });
    }

    @Test
    void nameMayHoldSpacesAndParentheses() {
        String line = "42 (a) b (c) Z 7 8 9 0 -1 4194304 0 0 0 0 1 2 3 4 20 0 1 0 987 0 0";

        assertThat(ProcStat.parse(line)).hasValue(new ProcStat(42, 'Z', 7, 8, 9, 987));
    }

    @Test
    void goneProcessIsEmpty() {
        assertThat(ProcStat.read(new File("/proc"), Integer.MAX_VALUE)).isEmpty();
        assertThat(ProcStat.parse("")).isEmpty();
        assertThat(ProcStat.parse("1 (x) R")).isEmpty();
    }
}
