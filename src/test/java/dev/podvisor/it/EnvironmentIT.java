package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EnvironmentIT extends ImageTests {

    @Test
    void childrenGetTheEnvironmentThatCameInAndNothingMore() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: env, command: [env], restartPolicy: Never}
                """));
        // What a child would get without podvisor in between.
        ProcessBuilder plain = new ProcessBuilder("env");
        plain.environment().putAll(podvisor.environment);
        String expected =
                new String(plain.start().getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out().lines().map(line -> line.substring("env | ".length())))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.Stream.concat(
                                expected.lines(),
                                java.util.stream.Stream.of("PODVISOR_PROCESS=env", "PODVISOR_REPLICA=0"))
                        .toList());
    }

    @Test
    void variablesForJavaChildrenReachThemAndNotPodvisor() throws Exception {
        podvisor.environment.put("JAVA_TOOL_OPTIONS", "-Dfrom=tool");
        podvisor.environment.put("JDK_JAVA_OPTIONS", "-Dfrom=jdk");
        podvisor.environment.put("_JAVA_OPTIONS", "-Xmx1k");
        podvisor.environment.put("spring.datasource.url", "jdbc:x");
        podvisor.environment.put("WITH-DASH", "1");
        podvisor.environment.put("PODVISOR_JAVA_OPTIONS", "-Xmx33m");
        podvisor.run(podvisor.spec("""
                - {name: env, command: [env], restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out().lines())
                .contains(
                        "env | JAVA_TOOL_OPTIONS=-Dfrom=tool",
                        "env | JDK_JAVA_OPTIONS=-Dfrom=jdk",
                        "env | _JAVA_OPTIONS=-Xmx1k",
                        "env | spring.datasource.url=jdbc:x",
                        "env | WITH-DASH=1")
                .noneMatch(line -> line.contains("PODVISOR_SAVED") || line.contains("PODVISOR_JAVA_OPTIONS"));
        assertThat(podvisor.err()).doesNotContain("Picked up");
    }

    @Test
    void secretsOfFilesAreShownNowhere() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret-value\n");
        Path env = Files.writeString(folder.resolve("env"), "FROM_FILE=s3cret-file\nbroken s3cret-line\n");
        podvisor.run(podvisor.spec("""
                - name: good
                  command: [sh, -c, 'test "$TOKEN" = "$(cat SECRET)" && test "$1" = "$TOKEN" && sleep 1000.3', x, $(TOKEN)]
                  env: [{name: TOKEN, valueFrom: {file: {path: SECRET}}}, {name: PLAIN, value: s3cret-literal}]
                - name: bad
                  command: [sleep, "1000"]
                  envFrom: [{file: {path: ENV}}]
                """.replace("SECRET", secret.toString()).replace("ENV}", env + "}")));
        podvisor.awaitErr("cannot start process bad: " + env + ":2: not a NAME=value line");
        podvisor.awaitState("good", "Running");

        for (String format : new String[] {"table", "wide", "json", "yaml", "name"}) {
            Podvisor.Finished status = podvisor.command("status", "-o", format);
            assertThat(status.exitCode()).isZero();
            assertThat(status.out() + status.err()).doesNotContain("s3cret");
        }
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err() + podvisor.out() + podvisor.terminationMessage())
                .doesNotContain("s3cret");
    }

    @Test
    void environmentFilesAreReadAtEachStart() throws Exception {
        Path env = Files.writeString(folder.resolve("env"), "VERSION=1\n");
        podvisor.run(podvisor.spec("""
                - name: web
                  command: [sh, -c, "echo version $VERSION; sleep 0.1; exit 1"]
                  envFrom: [{file: {path: %s}}]
                """.formatted(env)));
        podvisor.awaitOut("web | version 1");
        Files.writeString(env, "VERSION=2\n");
        podvisor.awaitOut("web | version 2");

        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void everyReplicaKnowsItsIndex() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: worker, command: [echo, $(PODVISOR_PROCESS), $(PODVISOR_REPLICA)], replicas: 3, restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out().lines())
                .containsExactlyInAnyOrder("worker-0 | worker 0", "worker-1 | worker 1", "worker-2 | worker 2");
    }
}
