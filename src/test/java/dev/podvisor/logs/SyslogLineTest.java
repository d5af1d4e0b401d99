package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.SyslogFacility;
import dev.podvisor.spec.SyslogProtocol;
import dev.podvisor.spec.SyslogSpec;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines as syslog messages, byte for byte. */
class SyslogLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2003-10-11T22:14:15.003Z");
    private static final Origin SU = origin("su", Map.of());
    private static final String TCP = "tcp://logs:601";
    private static final String UDP = "logs:514";
    private static final String LOCAL = "unix:///dev/log";

    private static Origin origin(String process, Map<String, String> labels) {
        return new Origin(process, process, 0, 77, LogStream.Stderr, labels);
    }

    private static SyslogSpec spec(String address, SyslogProtocol... protocol) {
        return new SyslogSpec(
                address, SyslogFacility.Auth, Arrays.stream(protocol).findFirst());
    }

    private static LineFacts facts(LogLevel level) {
        LineFacts facts = new LineFacts();
        facts.level = level;
        return facts;
    }

    private static SyslogLine encoder(SyslogSpec spec, OutputFormat format, Origin origin) {
        SyslogLine encoder = new SyslogLine(spec, format, "mymachine.example.com");
        encoder.now(TIME.toEpochMilli());
        encoder.of(origin);
        return encoder;
    }

    /** What an encoder makes of a line, checked for its size. */
    private static byte[] encode(SyslogLine encoder, byte[] line, LineFacts facts) {
        byte[] padded = new byte[line.length + 9];
        System.arraycopy(line, 0, padded, 4, line.length);
        int exact = encoder.exactBytes(padded, 4, 4 + line.length, facts);
        byte[] into = new byte[3 + exact];
        assertThat(encoder.encode(padded, 4, 4 + line.length, facts, into, 3)).isEqualTo(into.length);
        assertThat(exact).isLessThanOrEqualTo(encoder.mostBytes(line.length, facts));
        return Arrays.copyOfRange(into, 3, into.length);
    }

    /** The messages in a buffer: each has its length in front and a newline behind. */
    private static List<String> messages(byte[] buffer) {
        List<String> messages = new ArrayList<>();
        int at = 0;
        while (at < buffer.length) {
            int blank = at;
            while (buffer[blank] != ' ') {
                blank++;
            }
            int end = blank + 1 + Integer.parseInt(new String(buffer, at, blank - at, UTF_8));
            messages.add(new String(buffer, blank + 1, end - blank - 1, UTF_8));
            assertThat(buffer[end]).isEqualTo((byte) '\n');
            at = end + 1;
        }
        return messages;
    }

    private static List<String> messages(SyslogLine encoder, String line, LineFacts facts) {
        return messages(encode(encoder, line.getBytes(UTF_8), facts));
    }

    private static String text(SyslogSpec spec, Origin origin, String line, LineFacts facts) {
        return messages(encoder(spec, OutputFormat.Text, origin), line, facts).getFirst();
    }

    @Test
    void aMessageIsThatOfTheExampleInRfc5424() {
        assertThat(text(spec(TCP), SU, "'su root' failed for lonvick on /dev/pts/8", facts(LogLevel.Fatal)))
                .isEqualTo("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su 77 stderr"
                        + " [podvisor@32473 replica=\"0\"] 'su root' failed for lonvick on /dev/pts/8");
    }

    @Test
    void aMessageIsThatOfTheExampleInRfc3164() {
        LocalDateTime local = LocalDateTime.ofInstant(TIME, ZoneId.systemDefault());
        String time = "Oct %2d %02d:%02d:%02d"
                .formatted(local.getDayOfMonth(), local.getHour(), local.getMinute(), local.getSecond());
        assertThat(text(spec(UDP, SyslogProtocol.Rfc3164), SU, "'su root' failed", facts(LogLevel.Fatal)))
                .isEqualTo("<34>" + time + " mymachine.example.com su[77]: 'su root' failed");
        assertThat(text(spec(LOCAL), SU, "'su root' failed", facts(LogLevel.Fatal)))
                .as("a local socket")
                .isEqualTo("<34>" + time + " su[77]: 'su root' failed");
    }

    @Test
    void daysOfOneDigitHaveABlankInRfc3164() {
        SyslogLine encoder = encoder(spec(LOCAL), OutputFormat.Text, SU);
        for (int day = 1; day <= 31; day++) {
            LocalDateTime noon = LocalDateTime.of(2026, 1, day, 12, 0, 9);
            encoder.now(noon.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
            assertThat(messages(encoder, "x", LineFacts.PLAIN))
                    .containsExactly("<38>Jan %2d 12:00:09 su[77]: x".formatted(day));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLevelIsASeverity(LogLevel level) {
        int severity = Map.of(
                        LogLevel.Trace, 7, LogLevel.Debug, 7, LogLevel.Info, 6, LogLevel.Warning, 4, LogLevel.Error, 3)
                .getOrDefault(level, 2);
        assertThat(text(spec(TCP), SU, "x", facts(level))).startsWith("<" + (4 * 8 + severity) + ">1 ");
    }

    @Test
    void labelsAreEscapedInTheStructuredData() {
        Origin origin = origin("web", Map.of("app.kubernetes.io/a b=c\"d]efghijklmnop", "say \"hi\" \\ [x]"));
        assertThat(text(spec(TCP), origin, "up", LineFacts.PLAIN))
                .contains(" [podvisor@32473 replica=\"0\"]"
                        + "[labels@32473 app.kubernetes.io/a_b_c_d_efghij=\"say \\\"hi\\\" \\\\ [x\\]\"] up");
    }

    @Test
    void whatIsMissingIsSaid() {
        LineFacts truncated = new LineFacts();
        truncated.truncated = true;
        assertThat(text(spec(TCP), SU, "x", truncated)).contains(" replica=\"0\" truncated=\"true\"] x");
        assertThat(text(spec(TCP), SU, "x", LineFacts.PARTIAL)).contains(" replica=\"0\" partial=\"true\"] x");
    }

    @Test
    void severalReplicasAreTagsOfTheirOwnInRfc3164() {
        Origin second = new Origin("web-1", "web", 1, 9, LogStream.Stdout, Map.of());
        assertThat(text(spec(LOCAL), second, "x", LineFacts.PLAIN)).endsWith(" web-1[9]: x");
        assertThat(text(spec(TCP), second, "x", LineFacts.PLAIN))
                .endsWith(" web 9 stdout [podvisor@32473 replica=\"1\"] x");
    }

    @Test
    void longNamesAreCutAsRfc5424Wants() {
        assertThat(text(spec(TCP), origin("a".repeat(63), Map.of()), "x", LineFacts.PLAIN))
                .contains(" mymachine.example.com " + "a".repeat(48) + " 77 ");
    }

    @Test
    void bytesPassAsTheyAre() {
        byte[] line = new byte[256];
        for (int i = 0; i < line.length; i++) {
            line[i] = (byte) (i == '\n' ? 0 : i);
        }
        byte[] encoded = encode(encoder(spec(TCP), OutputFormat.Text, SU), line, LineFacts.PLAIN);
        assertThat(Arrays.copyOfRange(encoded, encoded.length - 257, encoded.length - 1))
                .isEqualTo(line);
    }

    @Test
    void linesThatWereJoinedAreMessagesAsTextAndOneObjectAsJson() throws Exception {
        LineFacts facts = new LineFacts();
        facts.newlines = 2;
        SyslogLine text = encoder(spec(TCP), OutputFormat.Text, SU);
        assertThat(text.lines(facts)).isEqualTo(3);
        assertThat(messages(text, "Exception\n\n  at a", facts))
                .satisfiesExactly(
                        message -> assertThat(message).endsWith("] Exception"),
                        message -> assertThat(message).endsWith("] "),
                        message -> assertThat(message).endsWith("]   at a"));
        SyslogLine json = encoder(spec(TCP), OutputFormat.Json, SU);
        assertThat(json.lines(facts)).isEqualTo(1);
        assertThat(json(messages(json, "Exception\n\n  at a", facts).getFirst())
                        .get("message")
                        .textValue())
                .isEqualTo("Exception\n\n  at a");
    }

    private static JsonNode json(String message) throws Exception {
        return JSON.readTree(message.substring(message.indexOf("] {") + 2));
    }

    @Test
    void tooManyLinesStayOneMessage() {
        LineFacts facts = new LineFacts();
        facts.newlines = 60_000;
        SyslogLine text = encoder(spec(TCP), OutputFormat.Text, SU);
        assertThat(text.lines(facts)).isEqualTo(1);
        assertThat(messages(text, "x\n".repeat(60_000) + "y", facts))
                .singleElement()
                .satisfies(message -> assertThat(message).endsWith("] " + "x ".repeat(60_000) + "y"));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatFitsIntoNoDatagramIsCutAndSaysSo(OutputFormat format) throws Exception {
        SyslogLine encoder = encoder(spec(UDP), format, SU);
        String line = "\u20ac\u0001".repeat(40_000);
        String message = messages(encoder, line, LineFacts.PLAIN).getFirst();
        assertThat(message.getBytes(UTF_8).length).isBetween(65_490, SyslogLine.LARGEST_DATAGRAM);
        assertThat(message).contains(" truncated=\"true\"] ").doesNotContain("\ufffd");
        assertThat(encoder.takeCut()).isEqualTo(1);
        String shown = format == OutputFormat.Json
                ? json(message).get("message").textValue()
                : message.substring(message.indexOf("] ") + 2);
        assertThat(line).startsWith(shown);
        assertThat(format == OutputFormat.Text || json(message).get("truncated").booleanValue())
                .isTrue();
    }

    @Test
    void aCutMessageOfRfc3164EndsInDots() {
        SyslogLine encoder = encoder(spec(LOCAL), OutputFormat.Text, SU);
        assertThat(messages(encoder, "x".repeat(70_000), LineFacts.PLAIN))
                .singleElement()
                .satisfies(message -> assertThat(message).endsWith("xxx...").hasSize(SyslogLine.LARGEST_DATAGRAM));
    }

    @Test
    void fieldsThatFitIntoNoDatagramAreLeftOut() throws Exception {
        LineFacts facts = new LineFacts();
        facts.fields = ("\"big\":\"" + "x".repeat(66_000) + "\"").getBytes(UTF_8);
        facts.fieldsEnd = facts.fields.length;
        JsonNode shown = json(
                messages(encoder(spec(UDP), OutputFormat.Json, SU), "up", facts).getFirst());
        assertThat(shown.get("message").textValue()).isEqualTo("up");
        assertThat(shown.has("big")).isFalse();
    }

    @Test
    void aLongLineIsWholeOverTcp() {
        String line = "x".repeat(LineCutter.MAX_LINE);
        assertThat(text(spec(TCP), SU, line, LineFacts.PLAIN)).endsWith("] " + line);
    }

    @Test
    void recordsOfTheSupervisorHaveNoStream() {
        SyslogLine own = SyslogLine.ofSupervisor(spec(TCP), 1);
        List<String> messages =
                messages(own.record(TIME.toEpochMilli(), LogLevel.Warning, "one\ntwo\n".getBytes(UTF_8)));
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst())
                .startsWith("<36>1 2003-10-11T22:14:15.003Z ")
                .endsWith(" podvisor 1 - - one");
        assertThat(messages.getLast()).endsWith(" podvisor 1 - - two");
    }

    @Test
    void linesOfAnyLengthAreFramedExactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SyslogLine encoder = encoder(spec(UDP), OutputFormat.Text, SU);
        for (int i = 0; i < 2000; i++) {
            String line = "x".repeat(random.nextInt(1 << random.nextInt(1, 17)));
            assertThat(messages(encoder, line, LineFacts.PLAIN))
                    .as("seed %d", seed)
                    .hasSize(1);
        }
    }

    @Test
    void addressesAreTakenApart() {
        assertThat(SyslogAddress.of("h:1")).isEqualTo(new SyslogAddress(SyslogAddress.Transport.Udp, "h", 1));
        assertThat(SyslogAddress.of("udp://h:1")).hasToString("udp://h:1");
        assertThat(SyslogAddress.of("tcp://[::1]:601"))
                .isEqualTo(new SyslogAddress(SyslogAddress.Transport.Tcp, "::1", 601))
                .hasToString("tcp://[::1]:601");
        assertThat(SyslogAddress.of("unix:///run/a:b")).hasToString("unix:///run/a:b");
        assertThat(SyslogAddress.protocol(new SyslogSpec("h:1", SyslogFacility.User, Optional.empty())))
                .isEqualTo(SyslogProtocol.Rfc5424);
    }
}
