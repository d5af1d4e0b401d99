package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.HttpSpec;
import dev.podvisor.spec.ProcessSetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file of the classic form says for the whole set of a folder. */
class ClassicFolderTest {

    private static final String PROCESS = """
            processes:
              old:
                enabled: true
                command: [old]
            """;

    @TempDir
    Path folder;

    @Test
    void whatItSaysOfMetricsHoldsForTheSet() throws IOException {
        write("a.yaml", "global: {metrics_enabled: true, resource_metrics_interval: 9}\n" + PROCESS);
        write("b.yaml", PROCESS.replace("old", "older"));

        ReadResult result = SpecReader.read(folder);
        assertThat(lines(result)).isEmpty();
        ProcessSetSpec spec = ((ReadResult.Spec) result).set().spec();
        assertThat(spec.http()).hasValue(new HttpSpec(9090, ""));
        assertThat(spec.usage().intervalSeconds()).isEqualTo(9);

        write("c.yaml", """
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                spec:
                  http: {port: 9180}
                  usage: {intervalSeconds: 9}
                """);
        assertThat(lines(SpecReader.read(folder)))
                .containsExactly(
                        "c.yaml:4:9: cannot use spec.http: it differs from the one at a.yaml:1:27 (keep it in one of the files)");
    }

    @Test
    void aWarningAboutItsResourcesIsTold() throws IOException {
        write("a.yaml", PROCESS + "    max_memory_mb: 9\n    resources: {limits: {memory: 9Mi}}\n");

        assertThat(lines(SpecReader.read(folder)))
                .containsExactly(
                        "a.yaml:5:20: warning: processes.old.max_memory_mb: 9Mi is not below limits.memory 9Mi, where cgroups kill first (make it smaller; it then restarts gracefully)");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> lines(ReadResult result) {
        return Texts.lines(result).stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }
}
