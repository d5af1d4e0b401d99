package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.Amount.Unit;
import dev.podvisor.spec.Resources;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits and reservations of the classic form. */
class ClassicResourcesTest {

    @Test
    void withoutAnyThereIsNoLimit() {
        assertThat(ClassicTexts.process("resources: {}").resources()).isEqualTo(Resources.NONE);
        assertThat(ClassicTexts.process("scale: 1").resources()).isEqualTo(Resources.NONE);
    }

    @Test
    void whatIsEmptyOrZeroIsNoLimit() {
        assertThat(ClassicTexts.process("""
                        max_memory_mb: 0
                        resources:
                          limits: {cpu: "", memory: 0, memory_swap: "", pids: 0}
                          reservations: {cpu: "0", memory: ""}
                        """).resources()).isEqualTo(Resources.NONE);
        assertThat(ClassicTexts.process("resources: {limits: {memory_swap: -1, pids: -1}}")
                        .resources())
                .as("as Docker writes no limit")
                .isEqualTo(Resources.NONE);
    }

    @Test
    void numbersNeedNoQuotes() {
        Resources resources = ClassicTexts.process("""
                        max_memory_mb: 256
                        resources:
                          limits: {cpu: 1.5, memory: 1073741824, memory_swap: 0, pids: 5}
                          reservations: {cpu: 0.25, memory: 10%}
                        """).resources();

        assertThat(resources.limits().cpu()).hasValue(Amount.of(Unit.Millicores, 1500));
        assertThat(resources.limits().memory()).hasValue(Amount.bytes(1L << 30));
        assertThat(resources.limits().swap()).as("none at all").hasValue(Amount.bytes(0));
        assertThat(resources.limits().pids()).hasValue(5);
        assertThat(resources.requests().cpu()).hasValue(Amount.of(Unit.Millicores, 250));
        assertThat(resources.requests().memory()).isEmpty();
        assertThat(resources.requests().memoryMin()).hasValue(Amount.percent(Unit.Bytes, 10));
        assertThat(resources.memoryWatchdog()).hasValue(Amount.bytes(256L << 20));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aProblem(String key, String expected) {
        assertThat(ClassicTexts.lines(ClassicTexts.HEAD + key.indent(4)))
                .containsExactly(("pm.yaml:" + expected).split("\n"));
    }

    static Stream<Arguments> aProblem() {
        return Stream.of(
                c(
                        "resources: {limits: {memory: 2GB}}",
                        "5:34: cannot use processes.web.resources.limits.memory: \"2GB\" is not an amount of memory (write 2Gi)"),
                c(
                        "resources: {limits: {cpu: two}}",
                        "5:31: cannot use processes.web.resources.limits.cpu: \"two\" is not a number of cores (write cores such as 2, 0.5 or 500m)"),
                c(
                        "resources: {limits: {pids: many}}",
                        "5:32: cannot use processes.web.resources.limits.pids: \"many\" is not a whole number (write a whole number from -1 to 4194304)"),
                c(
                        "resources: {limits: {mem: 2Gi}}",
                        "5:26: warning: processes.web.resources.limits.mem: there is no such key, so it has no effect"),
                c(
                        "resources: {limit: {memory: 2Gi}}",
                        "5:17: warning: processes.web.resources.limit: there is no such key, so it has no effect (did you mean limits?)"),
                c(
                        "resources: {requests: {cpu: 1}}",
                        "5:17: warning: processes.web.resources.requests: there is no such key, so it has no effect"),
                c(
                        "resources: 2Gi",
                        "5:16: cannot use processes.web.resources: \"2Gi\" is a text, not a mapping (write key: value)"),
                c(
                        "max_memory_mb: 512Mi",
                        "5:20: cannot use processes.web.max_memory_mb: \"512Mi\" is not a whole number (write a whole number from 0 to 1073741824 MiB)"),
                c(
                        "resources: {limits: {memory: 2Gi, memory_swap: 2048Mi}}",
                        "5:52: warning: processes.web.resources.limits.memory_swap: it is swap on top of memory here, so both together are twice that; where it means their sum, as in Docker, there is no swap (write \"0\" if no swap is meant)"),
                c("resources: {limits: {cpu: 1, memory: 1Gi}, reservations: {cpu: 2, memory: 2Gi}}", """
                        5:68: cannot use processes.web.resources.reservations.cpu: 2 is more than limits.cpu 1 (lower it to 1 or raise limits.cpu)
                        pm.yaml:5:79: cannot use processes.web.resources.reservations.memory: 2Gi is more than limits.memory 1Gi (lower it to 1Gi or raise limits.memory)"""),
                c(
                        "max_memory_mb: 1024\nresources: {limits: {memory: 1Gi}}",
                        "5:20: warning: processes.web.max_memory_mb: 1Gi is not below limits.memory 1Gi, where cgroups kill first (make it smaller; it then restarts gracefully)"));
    }

    @Test
    void variablesReachEveryKey() {
        Resources resources = ClassicTexts.process(
                        "resources: {limits: {cpu: 1}}",
                        Map.of(
                                "PODVISOR_PROCESS_WEB_RESOURCES_LIMITS_CPU", "2.5",
                                "PODVISOR_PROCESS_WEB_RESOURCES_LIMITS_MEMORY", "2Gi",
                                "PODVISOR_PROCESS_WEB_RESOURCES_LIMITS_MEMORY_SWAP", "0",
                                "PHPEEK_PM_PROCESS_WEB_RESOURCES_LIMITS_PIDS", "64",
                                "PODVISOR_PROCESS_WEB_RESOURCES_RESERVATIONS_CPU", "500m",
                                "CBOX_INIT_PROCESS_WEB_RESOURCES_RESERVATIONS_MEMORY", "256Mi",
                                "PODVISOR_PROCESS_WEB_MAX_MEMORY_MB", "1024"))
                .resources();

        assertThat(resources.limits().cpu()).hasValue(Amount.of(Unit.Millicores, 2500));
        assertThat(resources.limits().memory()).hasValue(Amount.bytes(2L << 30));
        assertThat(resources.limits().swap()).hasValue(Amount.bytes(0));
        assertThat(resources.limits().pids()).hasValue(64);
        assertThat(resources.requests().cpu()).hasValue(Amount.of(Unit.Millicores, 500));
        assertThat(resources.requests().memoryMin()).hasValue(Amount.bytes(256L << 20));
        assertThat(resources.memoryWatchdog()).hasValue(Amount.bytes(1L << 30));
    }

    @Test
    void aBadVariableIsNamed() {
        assertThat(ClassicTexts.lines(
                        ClassicTexts.HEAD, Map.of("PODVISOR_PROCESS_WEB_RESOURCES_LIMITS_MEMORY", "2 gigs")))
                .containsExactly(
                        "pm.yaml:3:5: cannot use PODVISOR_PROCESS_WEB_RESOURCES_LIMITS_MEMORY: \"2 gigs\" is not an amount of memory (write bytes such as 512Mi, 2Gi or 1G)");
    }

    @ParameterizedTest
    @CsvSource({"${M}, 2Gi", "${NONE:-512Mi}, 512Mi", "${N}Mi, 3Mi"})
    void variablesInTheTextAreExpanded(String written, String memory) {
        assertThat(ClassicTexts.process(
                                "resources: {limits: {memory: \"" + written + "\"}}", Map.of("M", "2Gi", "N", "3"))
                        .resources()
                        .limits()
                        .memory()
                        .map(Amount::toString))
                .hasValue(memory);
    }

    private static Arguments c(String key, String expected) {
        return Arguments.of(key, expected);
    }
}
