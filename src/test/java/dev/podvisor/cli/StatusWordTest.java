package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.status.LogCounts;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.State;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusWordTest {

    @ParameterizedTest
    @EnumSource(names = "Running", mode = EnumSource.Mode.EXCLUDE)
    void aStateIsItsOwnWord(State state) {
        assertThat(StatusWord.of(SampleStatus.replica(0, state, null)).name()).isEqualTo(state.name());
    }

    @Test
    void whatRunsIsReadyOrNot() {
        assertThat(StatusWord.of(SampleStatus.replica(0, State.Running, null))).isEqualTo(StatusWord.Unready);
        assertThat(StatusWord.of(SampleStatus.running(0, 1, SampleStatus.NOW, 0, null)))
                .isEqualTo(StatusWord.Ready);
    }

    @Test
    void aCrashLoopIsTold() {
        assertThat(StatusWord.of(new ReplicaStatus(
                        0,
                        State.Failed,
                        false,
                        "CrashLoop",
                        "",
                        0,
                        Optional.empty(),
                        3,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Map.of(),
                        0,
                        Optional.empty(),
                        LogCounts.NONE)))
                .isEqualTo(StatusWord.CrashLoop);
    }

    @Test
    void theWorstReplicaSpeaksForTheProcess() {
        assertThat(StatusWord.of(SampleStatus.process(
                        "a",
                        SampleStatus.running(0, 1, SampleStatus.NOW, 0, null),
                        SampleStatus.replica(1, State.Waiting, null),
                        SampleStatus.replica(2, State.Backoff, null))))
                .isEqualTo(StatusWord.Backoff);
        assertThat(StatusWord.of(SampleStatus.process("a"))).isEqualTo(StatusWord.None);
    }
}
