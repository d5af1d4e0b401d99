package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.Amount.Unit;
import dev.podvisor.spec.ResourceLimits;
import dev.podvisor.spec.ResourceRequests;
import dev.podvisor.spec.Resources;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits and requests in a manifest: what they become, and what is said about those that are wrong. */
class ResourceProblemsTest {

    private static final String LIMITS = "spec.processes[0].resources.limits.";
    private static final String REQUESTS = "spec.processes[0].resources.requests.";

    @Test
    void limitsAndRequestsReadAsInAPod() {
        Resources resources = Texts.process("""
                        resources:
                          limits: {cpu: "2", cpuBurst: 500m, memory: 2Gi, memoryHigh: 90%, swap: "0", pids: 512}
                          requests: {cpu: 500m, memory: 512Mi, memoryMin: 64M}
                          memoryWatchdog: 1.5Gi
                        """).resources();
        ResourceLimits limits = resources.limits();
        ResourceRequests requests = resources.requests();

        assertThat(limits.cpu()).hasValue(Amount.of(Unit.Millicores, 2000));
        assertThat(limits.cpuBurst()).hasValue(Amount.of(Unit.Millicores, 500));
        assertThat(limits.memory()).hasValue(Amount.bytes(2L << 30));
        assertThat(limits.memoryHigh()).hasValue(Amount.percent(Unit.Bytes, 90));
        assertThat(limits.swap()).hasValue(Amount.bytes(0));
        assertThat(limits.pids()).hasValue(512);
        assertThat(requests.cpu()).hasValue(Amount.of(Unit.Millicores, 500));
        assertThat(requests.memory()).hasValue(Amount.bytes(512L << 20));
        assertThat(requests.memoryMin()).hasValue(Amount.bytes(64_000_000));
        assertThat(resources.memoryWatchdog()).hasValue(Amount.bytes(1536L << 20));
    }

    @ParameterizedTest
    @CsvSource({"2, 2000", "0.5, 500", "2.0, 2000", "'\"2\"', 2000", "1e0, 1000", "'''500m''', 500", "500m, 500"})
    void coresMayBeNumbers(String written, long millicores) {
        assertThat(Texts.process("resources: {limits: {cpu: " + written + "}}")
                        .resources()
                        .limits()
                        .cpu())
                .hasValue(Amount.of(Unit.Millicores, millicores));
    }

    @ParameterizedTest
    @CsvSource({"1073741824, 1073741824", "1.073741824e+09, 1073741824", "1e9, 1000000000", "1G, 1000000000"})
    void memoryMayBeANumber(String written, long bytes) {
        assertThat(Texts.process("resources: {limits: {memory: " + written + "}}")
                        .resources()
                        .limits()
                        .memory())
                .hasValue(Amount.bytes(bytes));
    }

    @Test
    void jsonNumbersAreNumbers() {
        String json = """
                {"apiVersion": "podvisor.dev/v1alpha1", "kind": "ProcessSet", "spec": {"processes": [
                {"name": "a", "command": ["a"], "resources": {"limits": {"cpu": 1.5, "memory": 1.5e9}}}]}}
                """;
        ResourceLimits limits =
                Texts.set(json).spec().processes().getFirst().resources().limits();

        assertThat(limits.cpu()).hasValue(Amount.of(Unit.Millicores, 1500));
        assertThat(limits.memory()).hasValue(Amount.bytes(1_500_000_000));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aLimit(String field, String expected) {
        assertThat(Texts.lines(Texts.HEAD + ("resources: {limits: {" + field + "}}").indent(6)))
                .containsExactly("shop.yaml:" + expected.replace("LIMITS", LIMITS));
    }

    static Stream<Arguments> aLimit() {
        return Stream.of(
                c("memory: 2GB", "7:36: cannot use LIMITSmemory: \"2GB\" is not an amount of memory (write 2Gi)"),
                c(
                        "memory: \"512mb\"",
                        "7:36: cannot use LIMITSmemory: \"512mb\" is not an amount of memory (write 512Mi)"),
                c("memory: 2 Gi", "7:36: cannot use LIMITSmemory: \"2 Gi\" is not an amount of memory (write 2Gi)"),
                c("memory: 512m", "7:36: cannot use LIMITSmemory: \"512m\" is not an amount of memory (write 512Mi)"),
                c("memory: 512", "7:36: cannot use LIMITSmemory: 512 is less than 1Mi (write a unit, such as 512Mi)"),
                c(
                        "memory: 150%",
                        "7:36: cannot use LIMITSmemory: \"150%\" is not a percentage (write a whole one from 1% to 100%)"),
                c(
                        "memory: -1",
                        "7:36: cannot use LIMITSmemory: -1 is not an amount of memory (write bytes such as 512Mi, 2Gi or 1G)"),
                c(
                        "memory: 0100000000",
                        "7:36: cannot use LIMITSmemory: 0100000000 is ambiguous, as a leading 0 may mean octal (write 100000000)"),
                c(
                        "memory: yes",
                        "7:36: cannot use LIMITSmemory: yes is not an amount of memory (write bytes such as 512Mi, 2Gi or 1G)"),
                c("memory: [2Gi]", "7:36: cannot use LIMITSmemory: it is a list (it takes bytes such as 512Mi)"),
                c("memory: {}", "7:36: cannot use LIMITSmemory: it is a mapping (it takes bytes such as 512Mi)"),
                c("cpu: 2 cores", "7:33: cannot use LIMITScpu: \"2 cores\" is not a number of cores (write 2)"),
                c("cpu: 0", "7:33: cannot use LIMITScpu: 0 is less than 1m (write at least 1m)"),
                c("cpu: 5000000", "7:33: cannot use LIMITScpu: 5000000 is too much (at most 1000000)"),
                c(
                        "cpu: 2Gi",
                        "7:33: cannot use LIMITScpu: \"2Gi\" is not a number of cores (write cores such as 2, 0.5 or 500m)"),
                c(
                        "swap: 50%",
                        "7:34: cannot use LIMITSswap: \"50%\" is a share (write bytes such as 512Mi, 2Gi or 1G)"),
                c("pids: 0", "7:34: cannot use LIMITSpids: 0 is less than 1 (write a whole number from 1 to 4194304)"),
                c("memroy: 2Gi", "7:28: cannot use LIMITSmemroy: there is no such field (did you mean memory?)"),
                c(
                        "io: [{device: sda, readBytesPerSecond: 1Mi}]",
                        "7:42: cannot use LIMITSio[0].device: \"sda\" is not a device as major:minor (such as 8:0, see lsblk)"));
    }

    @Test
    void rulesBetweenFieldsAreToldAtTheirPlaces() {
        assertThat(Texts.lines(Texts.HEAD + """
                      resources:
                        limits: {cpu: 1, memory: 1Gi}
                        requests:
                          cpu: 1500m
                          memory: 1025Mi
                        memoryWatchdog: 2Gi
                """))
                .containsExactly(
                        "shop.yaml:10:16: cannot use " + REQUESTS
                                + "cpu: 1500m is more than limits.cpu 1 (lower it to 1 or raise limits.cpu)",
                        "shop.yaml:11:19: cannot use " + REQUESTS
                                + "memory: 1025Mi is more than limits.memory 1Gi (lower it to 1Gi or raise limits.memory)",
                        "shop.yaml:12:25: warning: spec.processes[0].resources.memoryWatchdog: 2Gi is not below"
                                + " limits.memory 1Gi, where cgroups kill first (make it smaller; it then restarts gracefully)");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(Texts.lines(Texts.HEAD + """
                      resources:
                        limits: {cpu: two, memory: 2GB, pids: many}
                        requests: {cpu: 50m%, memory: 1EB}
                """))
                .hasSize(5)
                .allMatch(line -> line.contains("cannot use spec.processes[0].resources."));
    }

    /** It may be a secret's text, so not even a hint shows it. */
    @Test
    void aHintDoesNotShowWhatMayBeSecret() {
        List<String> lines = Texts.lines(Texts.HEAD + """
                      env: [{name: TOKEN, value: &token 77GB}]
                      resources: {limits: {memory: *token}}
                """);

        assertThat(lines)
                .containsExactly("shop.yaml:7:34: cannot use " + LIMITS
                        + "memory: it is not an amount of memory (it takes bytes such as 512Mi)");
    }

    private static Arguments c(String field, String expected) {
        return Arguments.of(field, expected);
    }
}
