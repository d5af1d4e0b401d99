package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Amount.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules between limits, requests and the watchdog of one process. */
class ResourceRulesTest {

    private static final Amount ONE_GI = Amount.bytes(1L << 30);
    private static final Amount TWO_GI = Amount.bytes(2L << 30);

    @Test
    void nothingAskedForBreaksNoRule() {
        assertThat(check(Map.of(), Map.of())).isEmpty();
        assertThat(Resources.NONE.limits().io()).isEmpty();
        assertThat(Resources.NONE.memoryWatchdog()).isEmpty();
    }

    @Test
    void whatIsAtMostTheLimitIsFine() {
        assertThat(check(
                        Map.of("cpu", cores(2000), "cpuBurst", cores(2000), "memory", TWO_GI, "memoryHigh", TWO_GI),
                        Map.of("cpu", cores(2000), "memory", ONE_GI, "memoryMin", TWO_GI)))
                .isEmpty();
    }

    @Test
    void nothingMayBeAboveItsLimit() {
        assertThat(check(
                        Map.of("cpu", cores(500), "cpuBurst", cores(501), "memory", ONE_GI, "memoryHigh", TWO_GI),
                        Map.of("cpu", cores(2000), "memory", TWO_GI, "memoryMin", TWO_GI)))
                .containsExactly(
                        "p.requests.cpu: 2 is more than limits.cpu 500m (lower it to 500m or raise limits.cpu)",
                        "p.requests.memory: 2Gi is more than limits.memory 1Gi (lower it to 1Gi or raise limits.memory)",
                        "p.requests.memoryMin: 2Gi is more than limits.memory 1Gi (lower it to 1Gi or raise limits.memory)",
                        "p.limits.memoryHigh: 2Gi is more than limits.memory 1Gi (lower it to 1Gi or raise limits.memory)",
                        "p.limits.cpuBurst: 501m is more than limits.cpu 500m (lower it to 500m or raise limits.cpu)");
    }

    @Test
    void sharesAreComparedWithSharesOnly() {
        assertThat(check(Map.of("memory", percent(50)), Map.of("memory", percent(60))))
                .containsExactly(
                        "p.requests.memory: 60% is more than limits.memory 50% (lower it to 50% or raise limits.memory)");
        assertThat(check(Map.of("memory", percent(1)), Map.of("memory", TWO_GI)))
                .as("how much a share is depends on the container")
                .isEmpty();
        assertThat(check(Map.of("memory", ONE_GI), Map.of("memory", percent(100))))
                .isEmpty();
    }

    @Test
    void aBurstNeedsALimit() {
        assertThat(check(Map.of("cpuBurst", cores(500)), Map.of()))
                .containsExactly(
                        "p.limits.cpuBurst: there is no limits.cpu that it could exceed (set limits.cpu or remove this)");
    }

    @Test
    void aWatchdogThatCannotComeFirstIsAWarning() {
        assertThat(check(Map.of("memory", ONE_GI), Map.of(), ONE_GI))
                .containsExactly(
                        "warning: p.memoryWatchdog: 1Gi is not below limits.memory 1Gi, where cgroups kill first (make it smaller; it then restarts gracefully)");
        assertThat(check(Map.of("memory", TWO_GI), Map.of(), ONE_GI)).isEmpty();
        assertThat(check(Map.of("memory", percent(50)), Map.of(), TWO_GI)).isEmpty();
        assertThat(check(Map.of(), Map.of(), TWO_GI)).isEmpty();
    }

    @Test
    void lessThanAPageIsAWarning() {
        assertThat(check(Map.of("swap", Amount.bytes(512)), Map.of("memory", Amount.bytes(2), "memoryMin", percent(1))))
                .containsExactly(
                        "warning: p.limits.swap: 512 bytes are less than a page of memory, as good as 0 (write a unit, such as 512Mi)",
                        "warning: p.requests.memory: 2 bytes are less than a page of memory, as good as 0 (write a unit, such as 2Mi)");
        assertThat(check(Map.of("swap", Amount.bytes(0)), Map.of("memory", Amount.bytes(4096))))
                .isEmpty();
    }

    @Test
    void eachDeviceIsListedOnceAndLimited() {
        IoLimit rate = io(Map.of("device", "8:0", "readBytesPerSecond", ONE_GI));
        IoLimit operations = io(Map.of("device", "8:16", "writeOperationsPerSecond", 100));
        assertThat(check(Map.of("io", List.of(rate, operations)), Map.of())).isEmpty();
        assertThat(check(Map.of("io", List.of(rate, rate, io(Map.of("device", "8:32")))), Map.of()))
                .containsExactly(
                        "p.limits.io[1].device: 8:0 is listed twice (keep one of the two)",
                        "p.limits.io[2]: it limits nothing (set readBytesPerSecond or another rate)");
    }

    private static Amount cores(long millicores) {
        return Amount.of(Unit.Millicores, millicores);
    }

    private static Amount percent(int value) {
        return Amount.percent(Unit.Bytes, value);
    }

    private static IoLimit io(Map<String, Object> fields) {
        return IoLimit.SHAPE.build(fields);
    }

    private static List<String> check(Map<String, Object> limits, Map<String, Object> requests, Amount... watchdog) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("limits", ResourceLimits.SHAPE.build(limits));
        fields.put("requests", ResourceRequests.SHAPE.build(requests));
        for (Amount amount : watchdog) {
            fields.put("memoryWatchdog", amount);
        }
        List<String> found = new ArrayList<>();
        ResourceRules.check(
                "p",
                Resources.SHAPE.build(fields),
                violation -> found.add((violation.fatal() ? "" : "warning: ") + violation.path() + ": "
                        + violation.text() + " (" + violation.hint() + ")"));
        return found;
    }
}
