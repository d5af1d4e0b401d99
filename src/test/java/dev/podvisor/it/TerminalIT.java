package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Text on a real terminal. */
class TerminalIT extends LoggingTests {

    private static final String ON_A_TERMINAL =
            "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    private static final String CLOSES_IT = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            seen = b""
            while b"| up" not in seen:
                seen += os.read(terminal, 1024)
            os.close(terminal)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;
    private static final String PROCESSES = """
            - {name: web, command: [sh, -c, "echo out; echo err >&2"], restartPolicy: Never}
            - {name: job, command: [/no/such/program], restartPolicy: Never}
            """;
    private static final String ESCAPE = "\u001b[";

    @BeforeEach
    void onATerminal() {
        podvisor.environment.put("TERM", "xterm");
        podvisor.environment.put("NO_COLOR", "");
        podvisor.under("python3", "-c", ON_A_TERMINAL);
    }

    @Test
    void namesHaveColoursAndWhatWantsAttentionStandsOut() throws Exception {
        run(podvisor.spec(PROCESSES));

        assertThat(podvisor.out())
                .containsPattern("(?md)^\u001b\\[\\d\\dmweb\u001b\\[0m \\| out\r$")
                .containsPattern("(?md)^\u001b\\[\\d\\dmweb\u001b\\[0m\u001b\\[31m \\| \u001b\\[0merr\r$")
                .containsPattern("(?md)^\u001b\\[2m\\S+Z\u001b\\[0m INFO  podvisor \\| ")
                .containsPattern(
                        "(?md)^\u001b\\[2m\\S+Z\u001b\\[0m \u001b\\[3[13]m(WARN|ERROR)\u001b\\[0m +podvisor \\| .*job");
    }

    @Test
    void onlyTheTextForTheTerminalHasThem() throws Exception {
        run(spec("""
                - {type: Stdout, format: Text}
                - {type: Stderr, format: Json}
                - {type: File, path: LOGS/all.log, format: Text}
                """, PROCESSES));

        assertThat(podvisor.out().lines().filter(line -> line.contains(ESCAPE)))
                .isNotEmpty()
                .noneMatch(line -> line.startsWith("{"));
        assertThat(podvisor.out().lines().filter(line -> line.startsWith("{"))).hasSizeGreaterThan(2);
        assertThat(podvisor.out())
                .containsPattern(
                        "(?md)^\u001b\\[2m\\S+Z\u001b\\[0m \u001b\\[3[13]m(WARN|ERROR)\u001b\\[0m +podvisor \\| .*job");
        assertThat(Files.readString(logs.resolve("all.log")))
                .contains("web | out\n", "web | err\n", " podvisor | ")
                .doesNotContain(ESCAPE);
    }

    @Test
    void noneWhereTheyAreNotWanted() throws Exception {
        podvisor.environment.put("NO_COLOR", "1");
        run(podvisor.spec(PROCESSES));
        assertThat(podvisor.out()).contains("web | out\r\n").doesNotContain(ESCAPE);

        podvisor.environment.put("NO_COLOR", "");
        podvisor.environment.put("TERM", "dumb");
        run(podvisor.spec(PROCESSES));
        assertThat(podvisor.out()).contains("web | out\r\n").doesNotContain(ESCAPE);
    }

    @Test
    void hangUpOfALiveTerminalReloads() throws Exception {
        run(podvisor.spec("""
                - name: web
                  command: [sh, -c, "kill -HUP $PPID; until grep -q 'nothing has changed in' %s; do sleep 0.05; done"]
                  restartPolicy: Never
                """.formatted(podvisor.stdout)));

        assertThat(podvisor.out()).contains("process web completed");
    }

    @Test
    void whatRunsOnATerminalEndsWithIt() throws Exception {
        Podvisor other = new Podvisor(folder);
        other.under("python3", "-c", CLOSES_IT);
        other.run(other.spec("- {name: web, command: [sh, -c, 'echo up; exec sleep 1000.78']}"));

        assertThat(other.waitFor()).isZero();
        assertThat(other.terminationMessage()).contains("its terminal was closed");
        assertThat(Podvisor.running("sleep 1000.78")).isEmpty();
    }

    private void run(Path spec) throws Exception {
        podvisor.run(spec);
        podvisor.waitFor();
    }
}
