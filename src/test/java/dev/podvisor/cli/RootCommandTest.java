package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootCommandTest {

    private final Commands commands = new Commands(Path.of("/nowhere/podvisor.sock"));

    @Test
    void aBareCallShowsTheUsageAndIsAnError() {
        assertThat(commands.run()).isEqualTo(64);
        assertThat(commands.out).hasToString("");
        assertThat(commands.err.toString())
                .startsWith("Usage: podvisor [-h] COMMAND")
                .contains("status", "version")
                .doesNotContain("generate-completion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpIsNoError(String word) {
        assertThat(commands.run(word)).isZero();
        assertThat(commands.out.toString()).startsWith("Usage: podvisor [-h] COMMAND");
    }

    @Test
    void eachCommandHasHelpWithItsExitCodes() {
        assertThat(commands.run("status", "--help")).isZero();
        assertThat(commands.out.toString())
                .startsWith("Usage: podvisor status")
                .contains("One of table, wide, json, yaml, name;", "Exit codes:", "64");
        Commands viaHelp = new Commands(Path.of("/nowhere"));
        assertThat(viaHelp.run("help", "status")).isZero();
        assertThat(viaHelp.out.toString()).isEqualTo(commands.out.toString());
    }

    @Test
    void aWrongCommandOrOptionIsAUsageErrorWithAHint() {
        assertThat(commands.run("statsu")).isEqualTo(64);
        assertThat(commands.err)
                .hasToString("podvisor: cannot understand statsu: no such command (did you mean status?)\n"
                        + "See 'podvisor --help'.\n");
        Commands option = new Commands(Path.of("/nowhere"));
        assertThat(option.run("status", "--otput=json")).isEqualTo(64);
        assertThat(option.err.toString())
                .startsWith("podvisor status: cannot understand --otput: no such option (did you mean --output?)\n");
    }

    @Test
    void aWrongValueIsAUsageErrorThatNamesTheRightOnes() {
        assertThat(commands.run("status", "-o", "jsn")).isEqualTo(64);
        assertThat(commands.err.toString()).contains("[table, wide, json, yaml, name]", "jsn");
        Commands missing = new Commands(Path.of("/nowhere"));
        assertThat(missing.run("status", "-o")).isEqualTo(64);
    }

    @Test
    void versionTellsThePlatform() {
        assertThat(commands.run("version")).isZero();
        assertThat(commands.out.toString())
                .startsWith("podvisor ")
                .contains("\njava " + Runtime.version(), "\nplatform " + System.getProperty("os.name"));
    }

    @Test
    void whatTheBuildDoesNotKnowIsLeftOut() {
        Attributes manifest = new Attributes();
        assertThat(BuildInfo.of(manifest)).isEqualTo(new BuildInfo("unknown", Optional.empty()));
        manifest.put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
        manifest.put(BuildInfo.COMMIT, "${podvisor.commit}");
        assertThat(BuildInfo.of(manifest)).isEqualTo(new BuildInfo("1.2.3", Optional.empty()));
        manifest.put(BuildInfo.COMMIT, "abc1234");
        assertThat(BuildInfo.of(manifest).commit()).contains("abc1234");
    }

    @Test
    void completionIsGenerated() {
        assertThat(commands.run("generate-completion")).isZero();
        assertThat(commands.out.toString()).contains("complete -F _complete_podvisor");
    }
}
