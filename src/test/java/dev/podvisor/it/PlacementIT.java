package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program is in its leaf before its first instruction, and cannot tell how it came there. */
@Tag("cgroup")
class PlacementIT {

    private static final Pattern LINE = Pattern.compile("(fork-\\d+) \\| (leader|child) 0::/children/(.*)");

    @TempDir
    Path folder;

    /** The shell reads its cgroup itself, as its first act and that of its child: /proc/self is whoever looks. */
    @Test
    void noneOfAThousandProgramsThatForkAtOnceIsEverOutsideItsLeaf() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW))) {
            run.podvisor.run(run.spec("""
                    - name: fork
                      command:
                        - sh
                        - -c
                        - |
                          { read a </proc/self/cgroup; echo "child $a"; } & read b </proc/self/cgroup; echo "leader $b"; wait
                      replicas: 1000
                      restartPolicy: Never
                    """));
            assertThat(run.podvisor.process().waitFor(200, TimeUnit.SECONDS))
                    .as("it has ended; stderr:%n%s", tail(run.podvisor.err()))
                    .isTrue();

            assertThat(run.podvisor.process().exitValue()).isZero();
            Map<String, List<String>> seen = new HashMap<>();
            for (String line : run.podvisor.out().lines().toList()) {
                Matcher parts = LINE.matcher(line);
                assertThat(parts.matches()).as(line).isTrue();
                assertThat(parts.group(3)).as(line).isEqualTo(parts.group(1));
                seen.computeIfAbsent(parts.group(1), _ -> new ArrayList<>()).add(parts.group(2));
            }
            assertThat(seen).hasSize(1000);
            assertThat(seen.values()).allSatisfy(who -> assertThat(who).containsExactlyInAnyOrder("leader", "child"));
        }
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 2000));
    }

    @Test
    void argumentsAndEnvironmentAreByteForByteTheSameWithAndWithoutALeaf() throws Exception {
        try (Pod pod = new Pod(Pod.View.RW)) {
            Map<String, String> with = seenByPrograms(pod, "Preferred");
            Map<String, String> without = seenByPrograms(pod, "Disabled");

            assertThat(with.get("cgroup")).isEqualTo("0::/children/python-0\n");
            assertThat(without.get("cgroup")).isEqualTo("0::/\n");
            assertThat(with.get("environ")).isEqualTo(without.get("environ"));
            assertThat(with.get("cmdline")).isEqualTo(without.get("cmdline"));
            assertThat(with.get("cwd")).isEqualTo(without.get("cwd")).isEqualTo("/usr/lib");
            assertThat(with.get("environ-copied")).isEqualTo(without.get("environ-copied"));
            assertThat(with.get("cmdline").split("\0", -1))
                    .startsWith("python3", "-SEc")
                    .endsWith("-x", "--", "", "A=B", "two\nlines", "'\"$HOME`id`\\", "");
            assertThat(with.get("environ").split("\0"))
                    .contains(
                            "discovery.type=single-node",
                            "WITH-DASH=1",
                            "EMPTY=",
                            "LINES=one\ntwo\n",
                            "QUOTES='\"$HOME`id`\\",
                            "PWD=somewhere",
                            "PODVISOR_PROCESS=python")
                    .doesNotContain("OLDPWD=");
        }
    }

    /** What two programs saw, which say nothing about it themselves: one finds python in the PATH, one copies a file. */
    private Map<String, String> seenByPrograms(Pod pod, String policy) throws Exception {
        Path seen = Files.createDirectories(folder.resolve(policy));
        PodRun run = new PodRun(Files.createDirectories(folder.resolve("run-" + policy)), pod)
                .with("cgroupPolicy: " + policy);
        run.podvisor.under("env", "discovery.type=single-node", "WITH-DASH=1"); // which the pod's shells would drop
        run.podvisor.environment.put(
                "PODVISOR_SOCKET", folder.resolve("podvisor.sock").toString());
        run.podvisor.environment.put("EMPTY", "");
        run.podvisor.environment.put("LINES", "one\ntwo\n");
        run.podvisor.environment.put("QUOTES", "'\"$HOME`id`\\");
        run.podvisor.run(run.spec("""
                - name: python
                  workingDir: /usr/lib
                  env: [{name: PWD, value: somewhere}]
                  command:
                    - python3
                    - -SEc
                    - |
                      import os, sys
                      for name in ["cgroup", "environ", "cmdline"]:
                          open("SEEN/" + name, "wb").write(open("/proc/self/" + name, "rb").read())
                      open("SEEN/cwd", "w").write(os.getcwd())
                    - -x
                    - --
                    - ""
                    - A=B
                    - "two\\nlines"
                    - "'\\"$HOME`id`\\\\"
                  restartPolicy: Never
                - {name: copied, command: [cp, /proc/self/environ, SEEN/environ-copied], restartPolicy: Never}
                """.replace("SEEN", seen.toString())));
        assertThat(run.podvisor.waitFor()).as(run.podvisor.err()).isZero();
        Map<String, String> texts = new HashMap<>();
        for (String name : List.of("cgroup", "environ", "cmdline", "cwd", "environ-copied")) {
            texts.put(
                    name,
                    Files.readString(seen.resolve(name), StandardCharsets.ISO_8859_1)
                            .replace("/" + policy + "/", "/POLICY/")
                            .replace("/run-" + policy, "/run"));
        }
        return texts;
    }
}
