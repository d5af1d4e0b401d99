package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTextTest {

    @Test
    void plainWordsStayAsTheyAre() {
        assertThat(CommandText.of(List.of("nginx", "-g", "--a=/b:c,d@e_f"))).isEqualTo("nginx -g --a=/b:c,d@e_f");
    }

    @Test
    void otherWordsAreQuotedAsInAShell() {
        assertThat(CommandText.of(List.of("sh", "-c", "echo 'it' > $X", "")))
                .isEqualTo("sh -c 'echo '\\''it'\\'' > $X' ''");
    }

    @Test
    void nothingReachesTheTerminalThatCouldMoveItsCursor() {
        assertThat(CommandText.of(List.of("a\u001b[2Jb\n\u009b"))).isEqualTo("'a?[2Jb??'");
        assertThat(CommandText.harmless("é\uD83D\uDE80\r\u0007")).isEqualTo("é\uD83D\uDE80??");
    }
}
