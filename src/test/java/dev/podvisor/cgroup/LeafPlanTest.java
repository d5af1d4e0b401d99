package dev.podvisor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecReader;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.status.ProcessLimits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What limits and requests become in the files of a cgroup. */
class LeafPlanTest {

    private static final long GI = 1L << 30;
    private static final long MAX = ContainerLimits.MAX;

    private static final ContainerLimits UNLIMITED = container(MAX, 100_000, MAX);
    private static final ContainerLimits UNKNOWN = container(-1, -1, -1);

    /** Two cores and 4Gi. */
    private static final ContainerLimits LIMITED = container(200_000, 100_000, 4 * GI);

    @Test
    void nothingAskedForIsWhatTheKernelHasAnyway() {
        assertThat(settings("{}", UNLIMITED)).isEqualTo(LeafSettings.NONE);
        assertThat(settings("{}", LIMITED)).isEqualTo(LeafSettings.NONE);
    }

    @Test
    void everyFieldGoesToItsFile() {
        LeafSettings settings = settings("""
                {limits: {cpu: 1500m, cpuBurst: 500m, memory: 2Gi, memoryHigh: 1Gi, swap: 1Mi, pids: 512,
                          io: [{device: "8:0", readBytesPerSecond: 1Mi, writeOperationsPerSecond: 100}]},
                 requests: {cpu: 1, memory: 512Mi, memoryMin: 64Mi}}""", UNLIMITED);

        assertThat(settings)
                .isEqualTo(LeafSettings.builder()
                        .cpu(150_000, 100_000)
                        .cpuBurst(50_000)
                        .cpuWeight(Weights.ofRequest(1000))
                        .memoryMax(2 * GI)
                        .memoryHigh(GI)
                        .swapMax(1 << 20)
                        .pidsMax(512)
                        .memoryLow(GI / 2)
                        .memoryMin(64 << 20)
                        .oomGroup(true)
                        .io(List.of(new IoLimit("8:0", 1 << 20, MAX, MAX, 100)))
                        .build());
    }

    /** cpu.max takes from 1 ms of each period on, and periods of at most 1 s. */
    @ParameterizedTest
    @CsvSource({
        "1m, 1000, 1000000",
        "9m, 9000, 1000000",
        "10m, 1000, 100000",
        "100m, 10000, 100000",
        "1, 100000, 100000",
        "64, 6400000, 100000",
        "1000000, 100000000000, 100000"
    })
    void theQuotaIsOneThatTheKernelTakes(String cores, long quota, long period) {
        LeafSettings settings = settings("{limits: {cpu: " + cores + "}}", UNLIMITED);

        assertThat(settings.cpuQuota()).isEqualTo(quota).isBetween(1_000L, 1L << 44);
        assertThat(settings.cpuPeriod()).isEqualTo(period);
    }

    @Test
    void sharesAreOfTheContainer() {
        LeafSettings settings = settings(
                "{limits: {cpu: 50%, memory: 25%, memoryHigh: 10%}, requests: {cpu: 25%, memory: 5%, memoryMin: 1%}}",
                LIMITED);

        assertThat(settings.cpuQuota()).isEqualTo(100_000);
        assertThat(settings.cpuWeight()).isEqualTo(Weights.ofRequest(500));
        assertThat(settings.memoryMax()).isEqualTo(GI);
        assertThat(settings.memoryHigh()).isEqualTo(4 * GI / 10);
        assertThat(settings.memoryLow()).isEqualTo(4 * GI / 20);
        assertThat(settings.memoryMin()).isEqualTo(4 * GI / 100);
    }

    @Test
    void aResizedContainerGivesOtherShares() {
        String half = "{limits: {cpu: 50%, memory: 50%}}";
        ContainerLimits larger = container(400_000, 100_000, 8 * GI);

        assertThat(settings(half, LIMITED).memoryMax()).isEqualTo(2 * GI);
        assertThat(settings(half, larger).memoryMax()).isEqualTo(4 * GI);
        assertThat(settings(half, larger).cpuQuota()).isEqualTo(200_000);
    }

    @Test
    void aShareOfAnUnlimitedContainerIsAProblemAndNoLimit() {
        String shares = "{limits: {cpu: 50%, cpuBurst: 100m, memory: 25%}, requests: {memory: 10%}}";
        for (ContainerLimits container : List.of(UNLIMITED, UNKNOWN)) {
            LeafPlan plan = LeafPlan.of(process(shares), container);

            assertThat(plan.problems())
                    .containsExactly(
                            "cannot apply limits.cpu 50% of process web: the container itself is not limited (limit it, or write cores such as 500m)",
                            "cannot apply limits.memory 25% of process web: the container itself is not limited (limit it, or write bytes such as 512Mi)",
                            "cannot apply requests.memory 10% of process web: the container itself is not limited (limit it, or write bytes such as 512Mi)");
            assertThat(plan.settings().cpuQuota()).isEqualTo(MAX);
            assertThat(plan.settings().cpuBurst()).isZero();
            assertThat(plan.settings().cpuWeight()).isEqualTo(Weights.DEFAULT);
            assertThat(plan.settings().memoryMax()).isEqualTo(MAX);
            assertThat(plan.settings().memoryLow()).isZero();
        }
    }

    @Test
    void aLimitWithoutARequestIsTheRequestForTheWeight() {
        assertThat(settings("{limits: {cpu: 2}}", UNLIMITED).cpuWeight()).isEqualTo(Weights.ofRequest(2000));
        assertThat(settings("{limits: {cpu: 2}, requests: {cpu: 100m}}", UNLIMITED)
                        .cpuWeight())
                .isEqualTo(Weights.ofRequest(100));
        assertThat(settings("{limits: {memory: 1Gi}}", UNLIMITED).cpuWeight()).isEqualTo(Weights.DEFAULT);
    }

    @Test
    void aBurstNeverExceedsTheQuota() {
        LeafSettings settings = settings("{limits: {cpu: 10%, cpuBurst: 1}}", LIMITED);

        assertThat(settings.cpuQuota()).isEqualTo(20_000);
        assertThat(settings.cpuBurst()).as("a larger one would be refused").isEqualTo(20_000);
    }

    @Test
    void swapIsOnTopOfMemoryAndNoneIsZero() {
        assertThat(settings("{limits: {memory: 1Gi}}", UNLIMITED).swapMax()).isEqualTo(MAX);
        assertThat(settings("{limits: {memory: 1Gi, swap: \"0\"}}", UNLIMITED).swapMax())
                .isZero();
        assertThat(settings("{limits: {memory: 1Gi, swap: 1Gi}}", UNLIMITED).swapMax())
                .isEqualTo(GI);
    }

    @Test
    void theOomPolicyDecidesWhatDies() {
        assertThat(settings("{limits: {memory: 1Gi}}", UNLIMITED).oomGroup()).isTrue();
        assertThat(settings("{limits: {memory: 1Gi}}\noomPolicy: KillOne", UNLIMITED)
                        .oomGroup())
                .isFalse();
        assertThat(settings("{limits: {pids: 5}}", UNLIMITED).oomGroup())
                .as("without a limit the memory controller is not needed")
                .isFalse();
    }

    @Test
    void theLimitsForPeopleAreAbsolute() {
        assertThat(LeafPlan.limits(process("{limits: {cpu: 50%, memory: 25%}}"), LIMITED))
                .isEqualTo(new ProcessLimits(OptionalLong.of(1000), OptionalLong.of(GI)));
        assertThat(LeafPlan.limits(process("{limits: {cpu: 50%, memory: 1Gi}}"), UNLIMITED))
                .isEqualTo(new ProcessLimits(OptionalLong.empty(), OptionalLong.of(GI)));
        assertThat(LeafPlan.limits(process("{}"), LIMITED))
                .isEqualTo(new ProcessLimits(OptionalLong.empty(), OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({"200000, 100000, 2000", "50000, 100000, 500", "1000, 1000000, 1", "17592186044415, 100000, 175921860444"
    })
    void whatTheContainerHasIsInMillicores(long quota, long period, long millicores) {
        assertThat(LeafPlan.millicores(container(quota, period, -1))).hasValue(millicores);
    }

    @Test
    void whatIsUnlimitedOrUnknownIsNoNumber() {
        assertThat(LeafPlan.millicores(UNLIMITED)).isEmpty();
        assertThat(LeafPlan.millicores(UNKNOWN)).isEmpty();
        assertThat(LeafPlan.memory(UNLIMITED)).isEmpty();
        assertThat(LeafPlan.memory(UNKNOWN)).isEmpty();
        assertThat(LeafPlan.memory(LIMITED)).hasValue(4 * GI);
    }

    private static ContainerLimits container(long quota, long period, long memory) {
        return new ContainerLimits(quota, period, memory, -1, -1, -1, -1);
    }

    private static LeafSettings settings(String resources, ContainerLimits container) {
        LeafPlan plan = LeafPlan.of(process(resources), container);
        assertThat(plan.problems()).isEmpty();
        return plan.settings();
    }

    private static ProcessSpec process(String resources) {
        String text = """
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                spec:
                  processes:
                    - name: web
                      command: [nginx]
                      resources: %s
                """.formatted(resources.replace("\n", "\n" + " ".repeat(6)));
        ReadResult result =
                SpecReader.read("web.yaml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(result.problems()).isEmpty();
        return ((ReadResult.Spec) result).set().spec().processes().getFirst();
    }
}
