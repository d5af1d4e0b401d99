package dev.podvisor.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.codec.Problem;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.spec.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a file or folder as they are handed on: the names of their processes, or their first problem. */
@Timeout(60)
class SpecWatchTest {

    @TempDir
    Path parent;

    private final BlockingQueue<String> versions = new LinkedBlockingQueue<>();
    private final List<String> warnings = new ArrayList<>();
    private SpecWatch watch;
    private Path folder;

    @AfterEach
    void close() {
        watch.close();
        assertThat(warnings).isEmpty();
    }

    private void watch(Path path) {
        watch = new SpecWatch(path, version -> versions.add(words(version)), warnings::add);
        watch.start();
        watch.begin();
    }

    /** A watched folder with one file, whose version has been handed on. */
    private void watchFolder() throws Exception {
        folder = Files.createDirectory(parent.resolve("conf.d"));
        write("a", "a");
        watch(folder);
        assertThat(next()).isEqualTo("a");
    }

    private static String words(ReadResult version) {
        return version instanceof ReadResult.Spec spec
                ? String.join(
                        " ",
                        spec.set().spec().processes().stream()
                                .map(ProcessSpec::name)
                                .toList())
                : version.problems().getFirst().toString();
    }

    private static String manifest(String process) {
        return """
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                spec: {processes: [{name: %s, command: [run]}]}
                """.formatted(process);
    }

    private Path write(String file, String process) throws IOException {
        return Files.writeString(folder.resolve(file + ".yaml"), manifest(process));
    }

    private String next() throws InterruptedException {
        return String.valueOf(versions.poll(30, TimeUnit.SECONDS));
    }

    /** What is handed on in the end; versions in between may be handed on before it. */
    private void await(String version) throws InterruptedException {
        String last = next();
        while (!last.equals(version)) {
            assertThat(last).isNotEqualTo("null");
            last = next();
        }
    }

    @Test
    void filesComeGoChangeAndAreRenamed() throws Exception {
        watchFolder();
        write("b", "b");
        assertThat(next()).isEqualTo("a b");
        write("b", "bb");
        assertThat(next()).isEqualTo("a bb");
        Files.move(folder.resolve("b.yaml"), folder.resolve("0.yaml"));
        assertThat(next()).isEqualTo("bb a");
        Files.move(folder.resolve("a.yaml"), folder.resolve("a.yaml.disabled"));
        assertThat(next()).isEqualTo("bb");
        Files.move(folder.resolve("0.yaml"), folder.resolve("1.yaml"));
        assertThat(next()).as("names count").isEqualTo("bb");
    }

    @Test
    void manyQuickWritesEndInTheLast() throws Exception {
        watchFolder();
        for (int i = 0; i < 200; i++) {
            write("b", "b" + i);
            write("c", "c" + i);
        }
        await("a b199 c199");
    }

    @Test
    void whatDoesNotCountIsNoNews() throws Exception {
        watchFolder();
        Files.writeString(folder.resolve(".a.yaml.swp"), "{");
        Files.writeString(folder.resolve("notes.txt"), "{");
        Files.createDirectory(folder.resolve("sub.yaml"));
        Files.writeString(folder.resolve("a.yaml"), manifest("a"));
        assertThat(watch.reload().get()).isFalse();
        assertThat(versions).isEmpty();
    }

    @Test
    void halfWrittenFileWaitsForItsRest() throws Exception {
        watchFolder();
        String whole = manifest("b");
        Path file = Files.writeString(folder.resolve("b.yaml"), whole.substring(0, whole.length() / 2));
        Files.writeString(file, whole);
        assertThat(next()).isEqualTo("a b");
    }

    @Test
    void badFileIsHandedOnWithItsPlaceOnce() throws Exception {
        watchFolder();
        Path bad = write("b", "b, comand: x");
        assertThat(next()).startsWith(bad + ":3:30: cannot use spec.processes[0].comand");
        assertThat(watch.reload().get()).isFalse();
        write("b", "b");
        assertThat(next()).isEqualTo("a b");
    }

    @Test
    void emptiedFolderIsAProblem() throws Exception {
        watchFolder();
        Files.delete(folder.resolve("a.yaml"));
        assertThat(next()).startsWith("cannot read " + folder + ": it has no *.yaml or *.yml file");
        write("a", "a");
        assertThat(next()).isEqualTo("a");
    }

    @Test
    void folderVanishesAndComesBack() throws Exception {
        watchFolder();
        Files.move(folder, parent.resolve("away"));
        assertThat(next()).isEqualTo("cannot read " + folder + ": no such file");
        Files.move(parent.resolve("away"), folder);
        assertThat(next()).isEqualTo("a");
        write("b", "b");
        assertThat(next()).isEqualTo("a b");
    }

    @Test
    void anotherFolderTakesItsPlace() throws Exception {
        watchFolder();
        Path current = folder;
        folder = Files.createDirectory(parent.resolve("next"));
        write("b", "b");
        Files.move(current, parent.resolve("old"));
        Files.move(folder, current);
        folder = current;
        await("b");
        write("c", "c");
        await("b c");
    }

    @Test
    void configMapVolumeIsSwappedAsAWhole() throws Exception {
        folder = Files.createDirectory(parent.resolve("volume"));
        swap("..1", "a", "one");
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
        watch(folder);
        assertThat(next()).isEqualTo("one");
        for (int i = 2; i < 6; i++) {
            swap(".." + i, "a", "v" + i);
            assertThat(next()).isEqualTo("v" + i);
        }
    }

    /** A new directory, a link to it under another name, and that link renamed over ..data. */
    private void swap(String version, String file, String process) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(version));
        Files.writeString(directory.resolve(file + ".yaml"), manifest(process));
        Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(version));
        Files.move(fresh, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void filesElsewhereBehindLinksAreWatched() throws Exception {
        watchFolder();
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Path real = Files.writeString(elsewhere.resolve("real"), manifest("b"));
        Files.createSymbolicLink(folder.resolve("b.yaml"), real);
        assertThat(next()).isEqualTo("a b");
        Files.writeString(real, manifest("c"));
        assertThat(next()).isEqualTo("a c");
    }

    @Test
    void fileBecomesAFolder() throws Exception {
        Path path = Files.writeString(parent.resolve("spec"), manifest("file"));
        watch(path);
        assertThat(next()).isEqualTo("file");
        folder = Files.createDirectory(parent.resolve("draft"));
        write("a", "a");
        Files.delete(path);
        Files.move(folder, path);
        await("a");
        assertThat(Files.isDirectory(path)).isTrue();
    }

    @Test
    void whatCanBeReadOnceIsNotReadAgain() throws Exception {
        watch(Path.of("/dev/zero"));
        assertThat(watch.reload().get()).isFalse();
        assertThat(versions).isEmpty();
    }

    @Test
    void problemsNameTheFileInTheFolder() throws Exception {
        watchFolder();
        List<Problem> problems = new ArrayList<>();
        watch.close();
        SpecFile file = new SpecFile(folder);
        Path bad = write("b", "a");
        problems.addAll(file.parse(file.content()).problems());
        assertThat(problems).extracting(Problem::file).containsExactly(bad.toString());
    }
}
