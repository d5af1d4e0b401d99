package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

class ReloadIT extends ImageTests {

    private static final String WEB = "- {name: web, command: [sh, -c, 'echo web up; exec sleep 1000.11']}\n";

    private static String extra(String name, String word) {
        return "- {name: " + name + ", command: [sh, -c, 'echo " + name + " " + word + "; exec sleep 1000.11']}\n";
    }

    private long generation() throws Exception {
        return podvisor.status().get("spec").get("generation").asLong();
    }

    private long pid(String process) throws Exception {
        return podvisor.replica(process, 0).get("pid").asLong();
    }

    @Test
    void reloadAddsRemovesChanges() throws Exception {
        Path spec = podvisor.spec(WEB + extra("old", "a") + extra("changed", "a"));
        podvisor.run(spec);
        podvisor.awaitOut("changed | changed a");
        podvisor.awaitState("web", "Running");
        long web = pid("web");
        podvisor.spec(WEB + extra("changed", "b") + extra("new", "a"));
        podvisor.awaitOut("changed | changed b");
        podvisor.awaitOut("new | new a");

        podvisor.await(() -> podvisor.status().get("processes").size() == 3);
        assertThat(pid("web")).as("what has not changed is not touched").isEqualTo(web);
        assertThat(podvisor.err())
                .contains("new spec: process changed: restart (command)")
                .contains("new spec: process new: start")
                .contains("new spec: process old: stop")
                .doesNotContain("process web:");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void reloadWithBadSpecKeepsOld() throws Exception {
        Path spec = podvisor.spec(WEB);
        podvisor.run(spec);
        podvisor.awaitState("web", "Running");
        long web = pid("web");
        Files.writeString(spec, Files.readString(spec) + "      comand: [x]\n");
        podvisor.awaitErr("cannot take the new version of " + spec);
        podvisor.await(() -> podvisor.status().get("spec").get("problems").size() > 0);
        Podvisor.Finished table = podvisor.command("status");
        assertThat(table.err()).contains("is not in force, the last good one is:");
        assertThat(pid("web")).isEqualTo(web);

        podvisor.spec(WEB);
        podvisor.await(() -> podvisor.status().get("spec").get("problems").isEmpty());
        assertThat(pid("web")).isEqualTo(web);
        assertThat(generation()).isEqualTo(1);
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void configMapVolumeIsSwappedAsTheKubeletDoes() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Path source = podvisor.spec(WEB);
        swap(volume, "..2026_11_24_00_00_01.1", Files.readString(source));
        Files.createSymbolicLink(volume.resolve("spec.yaml"), Path.of("..data/spec.yaml"));
        podvisor.run(volume.resolve("spec.yaml"));
        podvisor.awaitState("web", "Running");
        long web = pid("web");
        for (int i = 2; i < 6; i++) {
            podvisor.spec(WEB + extra("side", "v" + i));
            swap(volume, "..2026_11_24_00_00_0" + i + ".1", Files.readString(source));
            podvisor.awaitOut("side | side v" + i);
        }

        assertThat(pid("web")).isEqualTo(web);
        assertThat(podvisor.stop()).isZero();
    }

    /** A new directory, a link to it under another name, that link renamed over ..data, the old directory removed. */
    private static void swap(Path volume, String name, String content) throws Exception {
        Path directory = Files.createDirectory(volume.resolve(name));
        Files.writeString(directory.resolve("spec.yaml"), content);
        Path data = volume.resolve("..data");
        Path old = Files.exists(data) ? data.toRealPath() : null;
        Path fresh = Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of(name));
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (old != null) {
            Files.delete(old.resolve("spec.yaml"));
            Files.delete(old);
        }
    }

    @Test
    void editorsRenameAndAFileThatVanishesAndComesBack() throws Exception {
        Path spec = podvisor.spec(WEB);
        podvisor.run(spec);
        podvisor.awaitState("web", "Running");
        String next = Files.readString(podvisor.spec(WEB + extra("side", "renamed")));
        podvisor.awaitOut("side | side renamed");

        Files.delete(spec);
        podvisor.awaitErr("no such file");
        Path draft = Files.writeString(folder.resolve("draft"), next.replace("side renamed", "side back"));
        Files.move(draft, spec, StandardCopyOption.ATOMIC_MOVE);
        podvisor.awaitOut("side | side back");
        assertThat(podvisor.replica("web", 0).get("restarts").asInt()).isZero();
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void halfWrittenFileIsNotTaken() throws Exception {
        Path spec = podvisor.spec(WEB + extra("side", "whole"));
        String whole = Files.readString(spec);
        podvisor.run(spec);
        podvisor.awaitOut("side | side whole");
        for (int i = 0; i < 5; i++) {
            Files.writeString(spec, "");
            Files.writeString(spec, whole.substring(0, whole.indexOf("- {name: side")));
            Files.writeString(spec, whole);
        }
        podvisor.spec(WEB + extra("side", "whole") + extra("last", "one"));
        podvisor.awaitOut("last | last one");

        assertThat(podvisor.replica("side", 0).get("restarts").asInt()).isZero();
        assertThat(podvisor.err()).doesNotContain("process side: stop").doesNotContain("it is empty");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void planSaysWhatReloadThenDoes() throws Exception {
        Path spec = podvisor.spec(WEB + extra("side", "a"));
        podvisor.run(spec, "--", "sleep", "1000.13");
        podvisor.awaitState("main", "Running");
        Path next = Files.writeString(
                folder.resolve("next.yaml"), Files.readString(spec).replace("side a", "side b"));
        assertThat(podvisor.command("plan", spec.toString()).exitCode()).isZero();
        Podvisor.Finished plan = podvisor.command("plan", next.toString());
        assertThat(plan.exitCode()).isEqualTo(2);
        assertThat(plan.out()).isEqualTo("process web: no-op\nprocess side: restart (command)\n");

        Files.move(next, spec, StandardCopyOption.REPLACE_EXISTING);
        Podvisor.Finished reload = podvisor.command("reload");
        assertThat(reload.exitCode()).as(reload.err()).isZero();
        podvisor.awaitOut("side | side b");
        assertThat(podvisor.command("reload").out()).isEqualTo("nothing has changed\n");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void hangUpReloadsAndReports() throws Exception {
        podvisor.run(podvisor.spec(WEB));
        podvisor.awaitState("web", "Running");
        podvisor.signal("HUP");
        podvisor.awaitErr("nothing has changed in ");

        assertThat(generation()).isEqualTo(1);
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void replicasUpAndDown() throws Exception {
        podvisor.run(podvisor.spec("- {name: worker, command: [sleep, '1000.12'], replicas: 2}\n"));
        podvisor.await(() -> ready() == 2);
        JsonNode first = podvisor.replica("worker", 0).get("pid");
        podvisor.spec("- {name: worker, command: [sleep, '1000.12'], replicas: 5}\n");
        podvisor.await(() -> ready() == 5);
        podvisor.spec("- {name: worker, command: [sleep, '1000.12'], replicas: 1}\n");
        podvisor.await(
                () -> podvisor.status().get("processes").get(0).get("replicas").size() == 1);

        assertThat(podvisor.replica("worker", 0).get("pid")).isEqualTo(first);
        assertThat(Podvisor.processesWith("sleep 1000.12")).hasSize(1);
        assertThat(podvisor.stop()).isZero();
    }

    private int ready() throws Exception {
        int ready = 0;
        for (JsonNode replica : podvisor.status().get("processes").get(0).get("replicas")) {
            ready += replica.get("ready").asBoolean() ? 1 : 0;
        }
        return ready;
    }
}
