package dev.podvisor.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.plan.Change;
import dev.podvisor.plan.SpecDiff;
import dev.podvisor.spec.ProcessSet;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SpecDocumentTest {

    private static final String RICH = """
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            metadata: {name: shop, labels: {a: b}}
            spec:
              terminationGracePeriodSeconds: 45
              signals: [{signal: SIGUSR1, action: Forward, processes: [web]}]
              processes:
                - name: db
                  command: [db, "$(X)"]
                  restartPolicy: OnFailure
                  replicas: 0
                - name: web
                  command: [web]
                  args: ["--x", ""]
                  env:
                    - {name: TOKEN, value: s3cret}
                    - {name: EMPTY, value: ""}
                    - {name: FILE, valueFrom: {file: {path: /f, optional: true}}}
                  envFrom: [{file: {path: /e}, prefix: P_}]
                  workingDir: /srv
                  dependsOn: [{name: db, condition: Completed}]
                  successExitCodes: [0, 3]
                  backoff: {initialMilliseconds: 5, factor: 3}
                  maxRestarts: 4
                  criticality: Critical
                  stopSignal: SIGRTMIN+3
                  terminationGracePeriodSeconds: 0
            """;

    private static ProcessSet read(String text) {
        ReadResult result = SpecReader.read("x", new ByteArrayInputStream(text.getBytes(UTF_8)));
        assertThat(result.problems())
                .filteredOn(p -> p.severity() == Problem.Severity.Error)
                .isEmpty();
        return ((ReadResult.Spec) result).set();
    }

    @Test
    void isReadBackAsItWas() {
        ProcessSet set = read(RICH);

        assertThat(read(new String(SpecDocument.write(set), UTF_8))).isEqualTo(set);
    }

    @Test
    void everyExampleIsReadBackAsItWas() {
        ReadResult example = SpecReader.read(Path.of("configs/examples/quickstart.yaml"));
        ProcessSet set = ((ReadResult.Spec) example).set();

        assertThat(read(new String(SpecDocument.write(set), UTF_8))).isEqualTo(set);
    }

    @Test
    void valuesOfTheEnvironmentAreDigests() {
        String document = new String(SpecDocument.write(SpecDocument.digested(read(RICH), "salt")), UTF_8);

        assertThat(document).doesNotContain("s3cret").contains("TOKEN", "/f", "--x");
    }

    @Test
    void digestsCompareAsTheValuesDo() {
        ProcessSet one = read(RICH);
        ProcessSet other = read(RICH.replace("s3cret", "s3cre7"));

        assertThat(SpecDocument.digested(one, "s").spec())
                .isEqualTo(SpecDocument.digested(read(RICH), "s").spec())
                .isNotEqualTo(SpecDocument.digested(one, "t").spec());
        assertThat(SpecDiff.between(
                        SpecDocument.digested(one, "s").spec(),
                        SpecDocument.digested(other, "s").spec()))
                .extracting(Change::toString)
                .containsExactly("process db: no-op", "process web: restart (env)");
    }
}
