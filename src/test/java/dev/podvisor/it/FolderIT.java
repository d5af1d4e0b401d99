package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A folder of files as the spec of a running supervisor. */
class FolderIT extends ImageTests {

    private Path conf;

    @BeforeEach
    void prepare() throws Exception {
        conf = Files.createDirectory(folder.resolve("conf.d"));
    }

    private static String manifest(String process, String word, String more) {
        return """
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                spec:
                  processes:
                    - name: %1$s
                      command: [sh, -c, 'echo %1$s %2$s; exec sleep 1000.17']
                      %3$s
                """.formatted(process, word, more);
    }

    private Path write(String file, String process, String word, String more) throws Exception {
        Path draft = Files.writeString(folder.resolve("draft"), manifest(process, word, more));
        return Files.move(draft, conf.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private long pid(String process) throws Exception {
        return podvisor.replica(process, 0).get("pid").asLong();
    }

    private int processes() throws Exception {
        return podvisor.status().get("processes").size();
    }

    @Test
    void filesAreAddedBrokenAndRemovedWhileTheOthersRunOn() throws Exception {
        write("10-web.yaml", "web", "up", "dependsOn: [{name: db}]");
        write("20-db.yml", "db", "up", "");
        Files.writeString(conf.resolve("set.yaml"), """
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                metadata: {name: shop}
                spec: {terminationGracePeriodSeconds: 10}
                """);
        podvisor.run(conf);
        podvisor.awaitState("web", "Running");
        long web = pid("web");
        long db = pid("db");

        Podvisor.Finished plan = podvisor.command("plan", conf.toString());
        assertThat(plan.exitCode()).as(plan.out() + plan.err()).isZero();
        write("30-side.yaml", "side", "up", "");
        podvisor.awaitOut("side | side up");
        podvisor.awaitState("side", "Running");

        Path broken = write("30-side.yaml", "side", "down", "replicas: many");
        podvisor.awaitErr(broken + ":7:17: cannot use spec.processes[0].replicas");
        podvisor.awaitErr("cannot take the new version of " + conf);
        podvisor.await(() -> podvisor.status().get("spec").get("problems").size() == 1);
        assertThat(podvisor.command("reload").out()).contains("nothing has changed");
        Podvisor.Finished validate = podvisor.command("validate", conf.toString());
        assertThat(validate.exitCode()).isEqualTo(78);
        assertThat(validate.err()).contains("30-side.yaml:7:17: cannot use spec.processes[0].replicas");

        Files.delete(broken);
        podvisor.await(() -> processes() == 2);
        assertThat(pid("web")).isEqualTo(web);
        assertThat(pid("db")).isEqualTo(db);
        assertThat(podvisor.err()).contains("new spec: process side: stop");
        assertThat(podvisor.out()).doesNotContain("side down");
        assertThat(podvisor.command("validate", conf.toString()).out())
                .isEqualTo(conf + ": valid (2 processes, 2 replicas)\n");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void configMapVolumeIsSwappedAsTheKubeletDoes() throws Exception {
        Path old = version("..2026_11_24_00_00_01.1", "a");
        for (String name : new String[] {"web.yaml", "side.yaml"}) {
            Files.createSymbolicLink(conf.resolve(name), Path.of("..data", name));
        }
        podvisor.run(conf);
        podvisor.awaitOut("side | side a");
        podvisor.awaitState("web", "Running");
        long web = pid("web");

        for (int i = 2; i < 5; i++) {
            Path next = version("..2026_11_24_00_00_0" + i + ".1", "v" + i);
            Files.delete(old.resolve("web.yaml"));
            Files.delete(old.resolve("side.yaml"));
            Files.delete(old);
            old = next;
            podvisor.awaitOut("side | side v" + i);
        }
        assertThat(pid("web")).isEqualTo(web);
        assertThat(podvisor.err()).doesNotContain("cannot");
        assertThat(podvisor.stop()).isZero();
    }

    /** A new directory of the volume, to which the link ..data leads from now on. */
    private Path version(String name, String word) throws Exception {
        Path directory = Files.createDirectory(conf.resolve(name));
        Files.writeString(directory.resolve("web.yaml"), manifest("web", "up", ""));
        Files.writeString(directory.resolve("side.yaml"), manifest("side", word, ""));
        Path link = Files.createSymbolicLink(conf.resolve("..data_tmp"), Path.of(name));
        Files.move(link, conf.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return directory;
    }

    @Test
    void folderWithoutAFileCannotBeRun() throws Exception {
        Podvisor.Finished run = podvisor.command("run", conf.toString());

        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err())
                .isEqualTo("cannot read " + conf
                        + ": it has no *.yaml or *.yml file (hidden names and folders in it do not count)\n");
    }
}
