package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionTest {

    private static final List<String> KNOWN =
            List.of("replicas", "restartPolicy", "web", "OnFailure", "SIGTERM", "SIGINT", "SIGCONT", "maxRestarts");

    @ParameterizedTest
    @CsvSource({
        "replcas, replicas",
        "replicsa, replicas",
        "restart_policy, restartPolicy",
        "RESTART-POLICY, restartPolicy",
        "restartpolicies, restartPolicy",
        "wbe, web",
        "wep, web",
        "onfailure, OnFailure",
        "TERM, SIGTERM",
        "int, SIGINT",
        "maxRestart, maxRestarts",
        "restart, restartPolicy"
    })
    void findsWhatWasMeant(String word, String meant) {
        assertThat(Suggestion.didYouMean(word, KNOWN)).contains("did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "schedule", "policy12", "nt", "T"})
    void isSilentRatherThanWrong(String word) {
        assertThat(Suggestion.nearest(word, KNOWN)).isEmpty();
    }

    @Test
    void theFirstByNameWinsAmongEqualOnes() {
        assertThat(Suggestion.nearest("web3", List.of("web2", "web1"))).contains("web1");
    }

    @Test
    void isExactOnDistance() {
        assertThat(Suggestion.nearest("abcdefghijkl", List.of("abcdXfghXjklXX")))
                .contains("abcdXfghXjklXX");
        assertThat(Suggestion.nearest("abcdefghijkl", List.of("abXdXfghXjXlX"))).isEmpty();
        assertThat(Suggestion.nearest("abcdefghijklmnopqr", List.of("XXXXXXghijklmnopqr")))
                .isEmpty();
        assertThat(Suggestion.nearest("abcdefghijklmnopqr", List.of("XXXXXfghijklmnopqr")))
                .isPresent();
    }

    @Test
    void aVeryLongWordIsNoSlip() {
        assertThat(Suggestion.nearest("w".repeat(1_000_000), KNOWN)).isEmpty();
    }

    @Test
    void aNameThatHoldsAnythingStaysOnOneLine() {
        assertThat(Suggestion.didYouMean("migrate", List.of("mig\trate"))).contains("did you mean mig?rate?");
    }
}
