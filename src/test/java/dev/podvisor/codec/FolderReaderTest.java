package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of files as one set: what counts, how it is put together, and where problems are told. */
@Timeout(60)
class FolderReaderTest {

    private static final String CLASSIC = """
            version: "1.0"
            processes:
              old:
                enabled: true
                command: [old]
            """;

    @TempDir
    Path folder;

    /** A manifest whose spec, indented by two, begins on line 4. */
    private Path write(String name, String spec) throws IOException {
        String head = "apiVersion: podvisor.dev/v1alpha1\nkind: ProcessSet\nspec:\n";
        return Files.writeString(folder.resolve(name), head + spec.indent(2));
    }

    /** A process in flow style, in a manifest in which it stands on line 5 and its name in column 14. */
    private Path process(String name, String process, String... more) throws IOException {
        return write(name, "processes:\n  - {name: " + process + ", command: [run]" + String.join("", more) + "}");
    }

    private Path withMetadata(String name, String metadata) throws IOException {
        Path file = process(name, name.substring(0, name.indexOf('.')));
        return Files.writeString(file, "metadata: " + metadata + "\n" + Files.readString(file));
    }

    private ProcessSet set() {
        ReadResult result = SpecReader.read(folder);
        assertThat(Texts.lines(result)).isEmpty();
        return ((ReadResult.Spec) result).set();
    }

    private List<String> names() {
        return set().spec().processes().stream().map(ProcessSpec::name).toList();
    }

    /** The problems, with the names of files in the folder alone. */
    private List<String> lines() {
        return lines(SpecReader.read(folder));
    }

    private List<String> lines(ReadResult result) {
        return Texts.lines(result).stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void processesOfAllFilesAreTakenInTheOrderOfTheirNames() throws IOException {
        process("20-b.yml", "b");
        write("10-a.yaml", "processes: [{name: z, command: [z]}, {name: a, command: [a]}]");
        process("100-c.yaml", "c");

        assertThat(names()).containsExactly("z", "a", "c", "b");
    }

    @Test
    void hiddenNamesFoldersAndOtherExtensionsDoNotCount() throws IOException {
        process("a.yaml", "a");
        for (String other : List.of("..2026_01_01", "sub.yaml")) {
            Files.writeString(Files.createDirectory(folder.resolve(other)).resolve("x.yaml"), "{");
        }
        Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("sub.yaml"));
        for (String name :
                List.of(".a.yaml.swp", ".hidden.yaml", "..data.yaml", "a.yaml~", "b.json", "README", "yaml")) {
            Files.writeString(folder.resolve(name), "{");
        }

        assertThat(names()).containsExactly("a");
    }

    @Test
    void linksOfAConfigMapVolumeAreFollowed() throws IOException {
        Path version = Files.createDirectory(folder.resolve("..2026_11_24"));
        Files.move(process("a.yaml", "a"), version.resolve("a.yaml"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_24"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));

        assertThat(names()).containsExactly("a");
    }

    @Test
    void folderWithoutAFileIsAProblem() {
        assertThat(Texts.lines(SpecReader.read(folder)))
                .containsExactly("cannot read " + folder
                        + ": it has no *.yaml or *.yml file (hidden names and folders in it do not count)");
    }

    @Test
    void fieldsOfTheSetMayStandInAFileOfTheirOwn() throws IOException {
        process("a.yaml", "a");
        write("set.yaml", "terminationGracePeriodSeconds: 40\nsignals: [{signal: SIGUSR1, action: Ignore}]");
        withMetadata("b.yaml", "{name: shop, labels: {x: one}}");
        withMetadata("c.yaml", "{labels: {z: ''}}");

        ProcessSet set = set();
        assertThat(set.spec().terminationGracePeriodSeconds()).isEqualTo(40);
        assertThat(set.spec().signals()).hasSize(1);
        assertThat(set.metadata())
                .isEqualTo(new ProcessSet.Metadata("shop", "", Map.of("x", "one", "z", ""), Map.of()));
    }

    @Test
    void noFileWithProcessesIsAProblemOfTheFolder() throws IOException {
        write("set.yaml", "terminationGracePeriodSeconds: 40");

        assertThat(Texts.lines(SpecReader.read(folder)))
                .containsExactly("cannot read " + folder + ": no file in it has spec.processes (one of them needs it)");
    }

    @Test
    void sameValueInTwoFilesIsFine() throws IOException {
        write("a.yaml", "terminationGracePeriodSeconds: 30\nprocesses: [{name: a, command: [a]}]");
        write("b.yaml", "signals: []\nterminationGracePeriodSeconds:   30");
        write("c.yaml", "signals: []");

        assertThat(set().spec().terminationGracePeriodSeconds()).isEqualTo(30);
    }

    @Test
    void differentValuesNameBothPlaces() throws IOException {
        write("a.yaml", "terminationGracePeriodSeconds: 30\nsignals: []\nprocesses: [{name: a, command: [a]}]");
        write("b.yaml", "terminationGracePeriodSeconds: 31\nsignals: [{signal: SIGUSR1, action: Stop}]");
        withMetadata("c.yaml", "{name: one, labels: {k.x: '1'}}");
        withMetadata("d.yaml", "{name: two, labels: {k.x: '2', other: '1'}}");

        assertThat(lines())
                .containsExactly(
                        "b.yaml:4:34: cannot use spec.terminationGracePeriodSeconds: it differs from the one at a.yaml:4:34"
                                + " (keep it in one of the files)",
                        "b.yaml:5:12: cannot use spec.signals: it differs from the one at a.yaml:5:12"
                                + " (keep it in one of the files)",
                        "d.yaml:1:18: cannot use metadata.name: it differs from the one at c.yaml:1:18"
                                + " (keep it in one of the files)",
                        "d.yaml:1:37: cannot use metadata.labels[\"k.x\"]: it differs from the one at c.yaml:1:37"
                                + " (keep it in one of the files)");
    }

    @Test
    void nameInTwoFilesIsRefusedWithBothPlaces() throws IOException {
        process("a.yaml", "web");
        write("b.yaml", "processes:\n  - {name: b, command: [b]}\n  - {name: web, command: [b]}");
        write("c.yaml", "processes:\n  - {name: c, command: [c]}\n  - {name: c, command: [b]}");

        assertThat(lines())
                .containsExactly(
                        "b.yaml:6:14: cannot use spec.processes[1].name: \"web\" is also the name of the process at a.yaml:5:14"
                                + " (each process needs a name of its own)",
                        "c.yaml:6:14: cannot use spec.processes[1].name: \"c\" is also the name of spec.processes[0]"
                                + " (each process needs a name of its own)");
    }

    @Test
    void dependenciesAndSignalsReachIntoOtherFiles() throws IOException {
        process("a.yaml", "a", ", dependsOn: [{name: z}]");
        write("m.yaml", "signals: [{signal: SIGUSR1, action: Forward, processes: [z]}]");
        process("z.yaml", "z");

        assertThat(names()).containsExactly("a", "z");
    }

    @Test
    void rulesBetweenFilesAreToldAtTheirPlaceInTheirFile() throws IOException {
        process("a.yaml", "a", ", dependsOn: [{name: b}]");
        write("b.yaml", "processes:\n  - {name: x, command: [x]}\n  - {name: b, command: [b], dependsOn: [{name: a}]}");
        process("c.yaml", "c", ", dependsOn: [{name: b}, {name: cc}], terminationGracePeriodSeconds: 39");
        write(
                "s.yaml",
                "terminationGracePeriodSeconds: 40\nsignals: [{signal: SIGUSR1, action: Forward, processes: [d]}]");

        assertThat(lines())
                .containsExactly(
                        "a.yaml:5:44: cannot use spec.processes[0].dependsOn: the dependencies form a cycle: a -> b -> a"
                                + " (remove one of them)",
                        "c.yaml:5:63: cannot use spec.processes[0].dependsOn[1].name: there is no process \"cc\""
                                + " (did you mean c?)",
                        "c.yaml:5:100: warning: spec.processes[0].terminationGracePeriodSeconds: 39 s do not fit into the 38 s"
                                + " that a stop of everything may take (raise spec.terminationGracePeriodSeconds and the"
                                + " Pod's own to 41 or lower this one)",
                        "s.yaml:5:60: cannot use spec.signals[0].processes[0]: there is no process \"d\" (did you mean a?)");
    }

    @Test
    void problemsOfAllFilesComeAtOnce() throws IOException {
        process("a.yaml", "a", ", replicas: many");
        Files.writeString(folder.resolve("b.yaml"), "spec: {");
        Files.writeString(folder.resolve("c.yaml"), "# nothing\n");
        Files.createSymbolicLink(folder.resolve("d.yaml"), Path.of("nowhere"));
        process("e.yaml", "e", ", comand: [x]", ", dependsOn: [{name: e}]");
        Files.writeString(folder.resolve("f.yaml"), "secret: no\n");

        assertThat(lines())
                .extracting(line -> line.substring(0, line.indexOf(": ", 14)))
                .containsExactly(
                        "a.yaml:5:43: cannot use spec.processes[0].replicas",
                        "b.yaml:1:8: cannot read the document",
                        "c.yaml:1:1: cannot read the document",
                        "cannot read d.yaml",
                        "e.yaml:5:33: cannot use spec.processes[0].comand",
                        "e.yaml:5:57: cannot use spec.processes[0].dependsOn",
                        "f.yaml:1:1: cannot read the document");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spec: {",
                "apiVersion: podvisor.dev/v1alpha1\nkind: ProcessSet\nspec: {processes: [{nam: db}]}"
            })
    void nothingIsToldThatFollowsFromAFileThatCannotBeRead(String unreadable) throws IOException {
        process("a.yaml", "a", ", dependsOn: [{name: db}], terminationGracePeriodSeconds: 3000");
        write("s.yaml", "signals: [{signal: SIGUSR1, action: Forward, processes: [db]}]");
        Files.writeString(folder.resolve("x.yaml"), unreadable);

        assertThat(lines()).isNotEmpty().allMatch(line -> line.startsWith("x.yaml:"));
    }

    @Test
    void whatCanBeReadOfABadFileCounts() throws IOException {
        process("a.yaml", "a", ", dependsOn: [{name: db}]");
        write("b.yaml", "terminationGracePeriodSeconds: 20\nprocesses:\n  - {name: db, command: [x], replicas: many}");
        write("c.yaml", "terminationGracePeriodSeconds: 21");

        assertThat(lines())
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("b.yaml:6:42:", "c.yaml:4:34:");
    }

    @Test
    void keysThatAManifestNeedsAreNeededInEachFile() throws IOException {
        process("a.yaml", "a");
        Files.writeString(folder.resolve("b.yaml"), "spec: {terminationGracePeriodSeconds: 3}\n");

        assertThat(lines())
                .extracting(line -> line.substring(0, line.indexOf(" (")))
                .containsExactly(
                        "b.yaml:1:1: cannot read the document: apiVersion is missing",
                        "b.yaml:1:1: cannot read the document: kind is missing");
    }

    @Test
    void limitsHoldForAllFilesTogether() throws IOException {
        process("a.yaml", "a", ", replicas: 600");
        process("b.yaml", "b", ", replicas: 400");
        assertThat(names()).hasSize(2);

        process("c.yaml", "c");
        assertThat(lines())
                .containsExactly("c.yaml:5:5: cannot use spec.processes: 1001 replicas in all"
                        + " (at most 1000 of all processes together)");
    }

    @Test
    void moreThanAThousandProcessesAreRefusedInAnyNumberOfFiles() throws IOException {
        for (String file : List.of("a", "b")) {
            write(
                    file + ".yaml",
                    IntStream.range(0, 501)
                            .mapToObj(i -> "{name: " + file + i + ", command: [x], replicas: 0}")
                            .collect(Collectors.joining(",\n  ", "processes: [", "]")));
        }

        assertThat(lines())
                .containsExactly("b.yaml:4:14: cannot use spec.processes: the files have 1002 processes"
                        + " (at most 1000 of all files together)");
    }

    @Test
    void threeMebibytesAreTheMostOfAllFilesTogether() throws IOException {
        Path a = process("a.yaml", "a");
        Path b = process("b.yaml", "b");
        String fill = "#".repeat(3 * 1024 * 1024 - (int) Files.size(a) - (int) Files.size(b));
        Files.writeString(b, Files.readString(b) + fill);
        assertThat(names()).containsExactly("a", "b");

        Files.writeString(b, Files.readString(b) + "#");
        assertThat(Texts.lines(SpecReader.read(folder)))
                .containsExactly("cannot read " + folder
                        + ": its files together are larger than 3 MiB (a spec has at most 1000 processes)");
    }

    @Test
    void aThousandFilesAreTheMost() throws IOException {
        for (int i = 0; i < 1000; i++) {
            process(i + ".yaml", "p" + i);
        }
        assertThat(names()).hasSize(1000);

        process("more.yaml", "more");
        assertThat(Texts.lines(SpecReader.read(folder)))
                .containsExactly(
                        "cannot read " + folder + ": it has more than 1000 files (a spec has at most 1000 processes)");
    }

    @Test
    void valuesAreCountedInAllFilesTogether() throws IOException {
        String many = IntStream.range(0, 5)
                .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(i == 0 ? 0 : 9) + "x]\n")
                .collect(Collectors.joining());
        for (int i = 0; i < 10; i++) {
            Files.writeString(folder.resolve(i + ".yaml"), "spec:\n" + many.indent(2));
        }

        assertThat(lines())
                .filteredOn(line -> line.contains("values"))
                .singleElement()
                .asString()
                .endsWith(".yaml: with it the files have more than 100000 values");
    }

    @Test
    void errorsAreNotCrowdedOutByWarningsOfOtherFiles() throws IOException {
        String unknown =
                IntStream.range(0, 150).mapToObj(i -> "x" + i + ": 1\n").collect(Collectors.joining());
        Files.writeString(folder.resolve("a.yaml"), CLASSIC + unknown);
        process("b.yaml", "b", ", comand: [x]");

        assertThat(lines())
                .hasSize(101)
                .anyMatch(line -> line.startsWith("b.yaml:5:33: cannot use"))
                .last()
                .asString()
                .endsWith("and 51 more (solve these first)");
    }

    @Test
    void classicFilesAndManifestsMayBeMixed() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), CLASSIC);
        process("b.yaml", "b", ", dependsOn: [{name: old}]");

        assertThat(names()).containsExactly("old", "b");
        assertThat(set().spec().terminationGracePeriodSeconds())
                .as("what the classic form has as default")
                .isEqualTo(32);

        write("c.yaml", "terminationGracePeriodSeconds: 40");
        assertThat(set().spec().terminationGracePeriodSeconds()).isEqualTo(40);
    }

    @Test
    void problemsBetweenClassicFilesAndManifestsNameBothPlaces() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "global:\n  shutdown_timeout: 20\n" + CLASSIC);
        write("b.yaml", "terminationGracePeriodSeconds: 20\nprocesses:\n  - {name: old, command: [x]}");

        assertThat(lines())
                .containsExactly(
                        "b.yaml:4:34: cannot use spec.terminationGracePeriodSeconds: it differs from the one at a.yaml:2:21"
                                + " (keep it in one of the files)",
                        "b.yaml:6:14: cannot use spec.processes[0].name: \"old\" is also the name of the process at a.yaml:6:5"
                                + " (each process needs a name of its own)");
    }

    @Test
    void contentTellsNamesAndBytesApart() throws IOException {
        Path a = process("a.yaml", "a");
        SpecContent before = SpecContent.at(folder);
        assertThat(SpecContent.at(folder)).isEqualTo(before).hasSameHashCodeAs(before);

        Path b = Files.move(a, folder.resolve("b.yaml"));
        assertThat(SpecContent.at(folder)).isNotEqualTo(before);
        Files.move(b, a);
        assertThat(SpecContent.at(folder)).isEqualTo(before);
        Files.writeString(a, Files.readString(a).replace("[run]", "[ran]"));
        assertThat(SpecContent.at(folder)).isNotEqualTo(before);
        assertThat(lines(SpecReader.read(before))).isEmpty();
    }
}
