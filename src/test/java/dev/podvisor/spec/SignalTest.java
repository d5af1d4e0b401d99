package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {

    @ParameterizedTest
    @CsvSource({
        "SIGHUP, 1",
        "SIGKILL, 9",
        "SIGUSR1, 10",
        "SIGUSR2, 12",
        "SIGTERM, 15",
        "SIGCHLD, 17",
        "SIGSTOP, 19",
        "SIGWINCH, 28",
        "SIGSYS, 31",
        "SIGRTMIN, 34",
        "SIGRTMIN+3, 37",
        "SIGRTMIN+30, 64",
        "SIGRTMAX-30, 34",
        "SIGRTMAX-1, 63",
        "SIGRTMAX, 64"
    })
    void hasTheNumberOfItsName(String name, int number) {
        assertThat(Signal.of(name)).isEqualTo(new Signal(name, number));
        assertThat(Pattern.matches(Signal.TYPE.pattern(), name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TERM",
                "sigterm",
                "SIGNONE",
                "15",
                "SIGRTMIN+31",
                "SIGRTMIN-1",
                "SIGRTMAX+1",
                "SIGRTMIN+",
                "SIGRTMIN+100",
                " SIGTERM"
            })
    void refusesOtherNames(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Signal.of(name));
        assertThat(Pattern.matches(Signal.TYPE.pattern(), name)).isFalse();
    }

    @Test
    void everyNumberHasAName() {
        for (int number = 1; number <= 64; number++) {
            String name = Signal.nameOf(number);
            if (number == 32 || number == 33) {
                assertThat(name).isEqualTo("signal " + number);
            } else {
                assertThat(Signal.of(name.equals("SIGRTMIN+0") ? "SIGRTMIN" : name)
                                .number())
                        .isEqualTo(number);
            }
        }
    }
}
