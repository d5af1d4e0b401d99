package dev.podvisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Libc;
import dev.podvisor.linux.WaitStatus;
import dev.podvisor.plan.Specs;
import dev.podvisor.spec.EnvFrom;
import dev.podvisor.spec.EnvValueSource;
import dev.podvisor.spec.EnvVar;
import dev.podvisor.spec.FileRef;
import dev.podvisor.spec.Signal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLauncherTest {

    @TempDir
    Path folder;

    private Kids kids;

    @BeforeEach
    void open() throws IOException {
        kids = new Kids();
    }

    @AfterEach
    void close() {
        kids.close();
    }

    @Test
    void exitCodesAndSignalsComeBack() {
        assertThat(kids.await(kids.start("sh", "-c", "exit 7").pid())).isEqualTo(new WaitStatus(7, 0));
        assertThat(kids.await(kids.start("sh", "-c", "kill -9 $$$$").pid())).isEqualTo(new WaitStatus(137, 9));
        assertThat(kids.await(kids.start("true").pid())).isEqualTo(new WaitStatus(0, 0));
    }

    @Test
    void childLeadsASessionAndGroupOfItsOwn() throws IOException {
        Launcher.Started started = kids.start("sh", "-c", "cut -d' ' -f1,5,6 /proc/$$$$/stat");
        String pid = Integer.toString(started.pid());

        assertThat(Kids.output(started).strip()).isEqualTo(pid + " " + pid + " " + pid);
    }

    @Test
    void childHasNoInheritedDescriptorAndStdinIsDevNull() throws IOException {
        Launcher.Started started = kids.start("sh", "-c", "readlink /proc/$$$$/fd/0; ls /proc/$$$$/fd");

        assertThat(Kids.output(started).lines()).containsExactly("/dev/null", "0", "1", "2");
    }

    @Test
    void childHasDefaultHandlersAndNothingBlocked() throws IOException {
        Launcher.Started started = kids.start("cat", "/proc/self/status");

        assertThat(Kids.output(started)
                        .lines()
                        .filter(line -> line.matches("Sig(Blk|Ign|Cgt):.*"))
                        .map(line -> line.split("\\s+")[1]))
                .containsExactly("0000000000000000", "0000000000000000", "0000000000000000");
    }

    @Test
    void childIsOneStepNearerToTheOomKiller() throws IOException {
        Launcher.Started started = kids.start("sh", "-c", "sleep 0.2; cat /proc/$$$$/oom_score_adj");

        assertThat(Kids.output(started).strip()).isEqualTo(Integer.toString(Math.min(1000, Oom.ownScoreAdj() + 1)));
    }

    @Test
    void stdoutAndStderrAreApart() throws IOException {
        Launcher.Started started = kids.start("sh", "-c", "echo out; echo err >&2");

        assertThat(Kids.bytes(started.stderr())).asString().isEqualTo("err\n");
        assertThat(Kids.output(started)).isEqualTo("out\n");
    }

    @Test
    void percentAndDollarInEnv() throws IOException {
        Launcher.Started started = (Launcher.Started) kids.launch(Specs.process(
                "kid",
                "command",
                List.of("sh", "-c", "printf '%s|%s|%s' \"$A\" \"$B\" \"$0\"", "$(A)-$$(A)-${A}"),
                "env",
                List.of(variable("A", "100%s $$x"), variable("B", "$(A)%d"))));

        assertThat(Kids.output(started)).isEqualTo("100%s $x|100%s $x%d|100%s $x-$(A)-${A}");
    }

    @Test
    void environmentComesFromFilesSecretsAndTheReplica() throws IOException {
        Path env = Files.writeString(folder.resolve("app.env"), "ONE=1\nTWO=2\n");
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Launcher.Started started = (Launcher.Started) kids.launch(Specs.process(
                "kid",
                "command",
                List.of("sh", "-c", "echo $X_ONE $X_TWO $TOKEN $PODVISOR_PROCESS $PODVISOR_REPLICA"),
                "envFrom",
                List.of(new EnvFrom(new FileRef(env.toString(), false), "X_")),
                "env",
                List.of(
                        variable("X_TWO", "two"),
                        new EnvVar(
                                "TOKEN",
                                Optional.empty(),
                                Optional.of(new EnvValueSource(new FileRef(secret.toString(), false)))))));

        assertThat(Kids.output(started)).isEqualTo("1 two s3cret kid 0\n");
    }

    @Test
    void bytesOfTheEnvironmentThatAreNotUtf8ReachTheChild() throws IOException {
        try (Kids own =
                new Kids(Environment.of(Map.of("PATH", "/usr/bin:/bin", "RAW", "\u00ff\u0080", "a.b-c", "1")))) {
            Launcher.Started started = own.start("env");

            assertThat(new String(Kids.bytes(started.stdout()), StandardCharsets.ISO_8859_1).lines())
                    .contains("RAW=\u00ff\u0080", "a.b-c=1");
        }
    }

    @Test
    void unresolvedReferenceStaysAndIsWarnedOf() throws IOException {
        Launcher.Started started = kids.start("echo", "$(NO_SUCH)");

        assertThat(Kids.output(started)).isEqualTo("$(NO_SUCH)\n");
        assertThat(started.warnings()).singleElement().asString().startsWith("$(NO_SUCH) does not resolve");
    }

    @Test
    void missingProgramIsCode127() {
        assertThat(kids.refused(Specs.process("kid", "command", List.of("no-such-program"))))
                .satisfies(not -> assertThat(not.message()).startsWith("program no-such-program not found in PATH "))
                .satisfies(not -> assertThat(not.exitCode()).isEqualTo(127));
        assertThat(kids.refused(Specs.process("kid", "command", List.of("/no/such"))))
                .isEqualTo(new Launcher.NotStarted(127, "/no/such: no such file or directory", false));
    }

    @Test
    void programThatCannotBeExecutedIsCode126() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path noInterpreter = executable("#!/no/such/interpreter\n");
        Path garbage = executable("no program\n");

        assertThat(kids.refused(Specs.process("kid", "command", List.of(file.toString()))))
                .isEqualTo(new Launcher.NotStarted(126, file + " is not executable (chmod +x?)", false));
        assertThat(kids.refused(Specs.process("kid", "command", List.of(folder.toString()))))
                .isEqualTo(new Launcher.NotStarted(126, folder + " is a directory", false));
        assertThat(kids.refused(Specs.process("kid", "command", List.of(noInterpreter.toString())))
                        .message())
                .contains("its #! interpreter or dynamic loader is missing");
        assertThat(kids.refused(Specs.process("kid", "command", List.of(garbage.toString())))
                        .message())
                .contains("exec format error (a script without #! line");
        assertThat(kids.refused(Specs.process("kid", "command", List.of(""))).message())
                .contains("is empty");
    }

    @Test
    void missingWorkingDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThat(kids.refused(Specs.process("kid", "command", List.of("true"), "workingDir", "/no/such/dir"))
                        .message())
                .isEqualTo("working directory /no/such/dir: no such file or directory");
        assertThat(kids.refused(Specs.process("kid", "command", List.of("true"), "workingDir", file.toString()))
                        .message())
                .startsWith("working directory " + file + ": ");
    }

    @Test
    void relativeProgramIsFoundInTheWorkingDirectory() throws IOException {
        Path program = executable("#!/bin/sh\npwd\n");
        Launcher.Started started = (Launcher.Started) kids.launch(Specs.process(
                "kid", "command", List.of("./" + program.getFileName()), "workingDir", folder.toString()));

        assertThat(Kids.output(started).strip()).isEqualTo(folder.toRealPath().toString());
    }

    @Test
    void failedStartsLeakNoDescriptor() {
        int before = descriptors();
        for (int i = 0; i < 50; i++) {
            kids.refused(Specs.process("kid", "command", List.of("/no/such")));
            kids.refused(Specs.process("kid", "command", List.of("true"), "workingDir", "/no/such"));
        }

        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void signalReachesTheWholeGroup() throws IOException {
        Launcher.Started started = kids.start(
                "sh",
                "-c",
                "sh -c 'trap \"echo inner; exit\" USR1; echo up; while :; do sleep 0.01; done' & "
                        + "trap 'echo outer' USR1; wait; wait");
        awaitLine(started.stdout());
        kids.launcher.signal(started.pid(), Signal.of("SIGUSR1"));

        assertThat(Kids.output(started).lines()).contains("inner", "outer");
    }

    @Test
    void signalToAnEndedGroupIsNoError() {
        Launcher.Started started = kids.start("true");
        kids.await(started.pid());

        kids.launcher.signal(started.pid(), Signal.TERM);
        assertThat(kids.launcher.sweep(Map.of(1L, started.pid()))).isEqualTo(Set.of());
    }

    private static void awaitLine(int fd) {
        java.lang.foreign.MemorySegment one = java.lang.foreign.Arena.ofAuto().allocate(1);
        while (Libc.read(fd, one, 0, 1) == 1 && one.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) != '\n') {
            // up to the end of the first line
        }
    }

    private Path executable(String content) throws IOException {
        Path path = Files.writeString(Files.createTempFile(folder, "program", ""), content);
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVar(name, Optional.of(value), Optional.empty());
    }

    private static int descriptors() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? -1 : names.length;
    }
}
