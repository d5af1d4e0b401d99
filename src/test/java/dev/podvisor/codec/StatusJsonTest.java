package dev.podvisor.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podvisor.spec.Criticality;
import dev.podvisor.status.CgroupUsage;
import dev.podvisor.status.CgroupUsage.Pressure;
import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.LogOutputStatus;
import dev.podvisor.status.NetworkUsage;
import dev.podvisor.status.OomKill;
import dev.podvisor.status.Phase;
import dev.podvisor.status.ProcessLimits;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.SpecStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import dev.podvisor.status.Termination;
import dev.podvisor.status.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

    @Test
    void readsBackWhatItWrote() throws IOException {
        assertThat(StatusReader.read(StatusJson.write(SampleStatus.rich()))).isEqualTo(SampleStatus.rich());
    }

    @Test
    void readsBackAnyStatus() throws IOException {
        for (long seed = 0; seed < 500; seed++) {
            Status status = random(new Random(seed));
            assertThat(StatusReader.read(StatusJson.write(status)))
                    .as("seed %d", seed)
                    .isEqualTo(status);
            assertThat(StatusReader.read(StatusText.json(status).getBytes(UTF_8)))
                    .as("seed %d", seed)
                    .isEqualTo(status);
            byte[] yaml = new ObjectMapper().writeValueAsBytes(new YAMLMapper().readTree(StatusText.yaml(status)));
            assertThat(StatusReader.read(yaml)).as("seed %d", seed).isEqualTo(status);
        }
    }

    @Test
    void theDocumentIsTheGoldenOne() throws IOException {
        if (Boolean.getBoolean("podvisor.update")) {
            Path folder = Path.of("src/test/resources/dev/podvisor/codec");
            Files.writeString(folder.resolve("status.json"), StatusText.json(SampleStatus.rich()));
            Files.writeString(folder.resolve("status.yaml"), StatusText.yaml(SampleStatus.rich()));
        }
        assertThat(StatusText.json(SampleStatus.rich())).isEqualTo(golden("status.json"));
        assertThat(StatusText.yaml(SampleStatus.rich())).isEqualTo(golden("status.yaml"));
    }

    @Test
    void itIsOneLineSoThatAnEventCanCarryIt() {
        Status status = SampleStatus.status(1, Phase.Stopping, "line\nline\r\u2028end");
        assertThat(new String(StatusJson.write(status), UTF_8)).doesNotContain("\n", "\r");
    }

    @Test
    void absentOptionalsAreLeftOut() {
        Status status = SampleStatus.status(1, SampleStatus.process("a", SampleStatus.replica(0, State.Waiting, null)));
        assertThat(new String(StatusJson.write(status), UTF_8))
                .doesNotContain("lastTermination", "nextStartAt", "null")
                .containsOnlyOnce("startedAt");
    }

    @Test
    void timestampsHaveMillisecondsAndNeverRoundUp() {
        assertThat(Rfc3339.format(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(Rfc3339.format(Instant.parse("1999-12-31T23:59:59.999999999Z")))
                .isEqualTo("1999-12-31T23:59:59.999Z");
        assertThat(Rfc3339.format(Instant.EPOCH.minusNanos(1))).isEqualTo("1969-12-31T23:59:59.999Z");
    }

    @Test
    void fieldsOfANewerSupervisorArePassedOver() throws IOException {
        String newer = new String(StatusJson.write(SampleStatus.rich()), UTF_8)
                .replace("\"phase\"", "\"future\":{\"a\":[1,2.5,null,{\"b\":true}]},\"phase\"");
        assertThat(StatusReader.read(newer.getBytes(UTF_8))).isEqualTo(SampleStatus.rich());
    }

    @Test
    void whatIsNoStatusIsSaidToBeNone() {
        String good = new String(StatusJson.write(SampleStatus.rich()), UTF_8);
        assertUnreadable("[]", "it is not a JSON object");
        assertUnreadable("{}", "it lacks the field kind");
        assertUnreadable(
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}", "it is a v1 Pod, not a podvisor.dev/v1alpha1 Status");
        assertUnreadable(good.replace("\"phase\":\"Running\",", ""), "it lacks the field phase");
        assertUnreadable(good.replace("\"Running\"", "\"Flying\""), "its field phase has the unknown value Flying");
        assertUnreadable(good.replace("\"pid\":1,", "\"pid\":\"1\","), "its field pid is of the wrong type");
        assertUnreadable(
                good.replaceFirst("\"2026[^\"]*\"", "\"yesterday\""), "its field appliedAt is not a timestamp");
        assertUnreadable(
                "{\"kind\":\"Status\",\"apiVersion\":\"podvisor.dev/v1alpha1\",\"sequence\":1,\"name\":\"\",\"source\":\"\","
                        + "\"spec\":{\"generation\":1,\"appliedAt\":\"2026-01-01T00:00:00Z\",\"rejected\":0,\"problems\":[]},"
                        + "\"phase\":\"Running\",\"ready\":true,\"message\":\"\",\"pid\":1,"
                        + "\"startedAt\":\"2026-01-01T00:00:00Z\",\"internalErrors\":0,\"network\":[],\"processes\":[1]}",
                "its field processes holds something else than objects");
        assertThatThrownBy(() -> StatusReader.read(good.substring(0, 100).getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aProblemsDetailIsFound() {
        assertThat(ProblemDetail.read("{\"a\":{\"detail\":1},\"detail\":\"cannot x\"}".getBytes(UTF_8)))
                .contains("cannot x");
        assertThat(ProblemDetail.read("{\"detail\":1}".getBytes(UTF_8))).isEmpty();
        assertThat(ProblemDetail.read("[]".getBytes(UTF_8))).isEmpty();
        assertThat(ProblemDetail.read("{".getBytes(UTF_8))).isEmpty();
    }

    private static void assertUnreadable(String json, String why) {
        assertThatThrownBy(() -> StatusReader.read(json.getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage(why);
    }

    private static String golden(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/dev/podvisor/codec", name));
    }

    private static Status random(Random random) {
        return new Status(
                random.nextLong(Long.MAX_VALUE),
                text(random),
                text(random),
                new SpecStatus(
                        random.nextInt(9),
                        SampleStatus.ago(random.nextInt(999)),
                        random.nextInt(9),
                        List.of(text(random))),
                pick(Phase.values(), random),
                random.nextBoolean(),
                text(random),
                random.nextInt(4_000_000),
                instant(random),
                random.nextLong(Long.MAX_VALUE),
                new LimitsStatus(
                        pick(LimitsStatus.Mode.values(), random),
                        List.of(text(random)),
                        pick(LimitsStatus.Protection.values(), random)),
                random.nextBoolean() ? Optional.empty() : Optional.of(usage(random)),
                List.of(new NetworkUsage(text(random), random.nextInt(99), random.nextInt(99))),
                List.of(new LogOutputStatus(
                        text(random),
                        text(random),
                        count(random),
                        count(random),
                        count(random),
                        count(random),
                        count(random))),
                Stream.generate(() -> process(random)).limit(random.nextInt(4)).toList());
    }

    private static ProcessStatus process(Random random) {
        return new ProcessStatus(
                text(random),
                pick(Criticality.values(), random),
                List.of(text(random), text(random)),
                new ProcessLimits(
                        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(9)),
                        OptionalLong.of(random.nextInt(9))),
                Stream.generate(() -> replica(random)).limit(random.nextInt(3)).toList());
    }

    private static ReplicaStatus replica(Random random) {
        return new ReplicaStatus(
                random.nextInt(1000),
                pick(State.values(), random),
                random.nextBoolean(),
                text(random),
                text(random),
                random.nextInt(4_000_000),
                maybe(random),
                random.nextInt(),
                maybe(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(termination(random)),
                random.nextBoolean(),
                Map.of("Error", random.nextInt(9)),
                random.nextInt(9),
                random.nextBoolean() ? Optional.empty() : Optional.of(usage(random)),
                new LogCounts(
                        count(random),
                        count(random),
                        count(random),
                        count(random),
                        count(random),
                        count(random),
                        count(random)));
    }

    private static long count(Random random) {
        return random.nextInt(Integer.MAX_VALUE);
    }

    private static Usage usage(Random random) {
        Pressure pressure =
                new Pressure(number(random), number(random), number(random), number(random), number(random));
        return new Usage(
                instant(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new CgroupUsage(
                                number(random),
                                number(random),
                                number(random),
                                number(random),
                                number(random),
                                pressure)),
                random.nextBoolean() ? List.of() : List.of(new NetworkUsage(text(random), 1, 2)));
    }

    private static long number(Random random) {
        return random.nextInt(4) == 0 ? Usage.UNKNOWN : random.nextLong(Long.MAX_VALUE);
    }

    private static Termination termination(Random random) {
        return new Termination(
                random.nextInt(256),
                random.nextInt(65),
                text(random),
                text(random),
                maybe(random),
                instant(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(new OomKill(number(random), number(random))));
    }

    private static Optional<Instant> maybe(Random random) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(instant(random));
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochMilli(random.nextLong(253_402_300_799_999L)); // up to the end of the year 9999
    }

    private static String text(Random random) {
        String alphabet = "ab\"\\\n\t\u0000\u001b{}[]:,'#é€\u2028 0";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return random.nextInt(4) == 0 ? text.append("\uD83D\uDE80").toString() : text.toString();
    }

    private static <T> T pick(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }
}
