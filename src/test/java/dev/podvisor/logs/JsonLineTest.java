package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podvisor.spec.LogStream;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Origin ORIGIN = new Origin("web-2", "web", 2, 77, LogStream.Stderr, Map.of());

    private final JsonLine encoder = new JsonLine();

    private String encode(byte[] message, LineFacts facts) {
        encoder.now(Instant.parse("2026-11-24T19:40:03.007Z").toEpochMilli());
        encoder.of(ORIGIN);
        byte[] padded = new byte[message.length + 7];
        padded[0] = '"';
        System.arraycopy(message, 0, padded, 3, message.length);
        int exact = encoder.exactBytes(padded, 3, 3 + message.length, facts);
        byte[] into = new byte[5 + exact];
        assertThat(encoder.encode(padded, 3, 3 + message.length, facts, into, 5))
                .isEqualTo(into.length);
        assertThat(exact).isLessThanOrEqualTo(encoder.mostBytes(message.length, facts));
        return new String(into, 5, exact, UTF_8);
    }

    private String message(byte[] bytes) throws Exception {
        String line = encode(bytes, LineFacts.PLAIN);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        return JSON.readTree(line).get("message").textValue();
    }

    @Test
    void aLineIsAnObjectWithItsOrigin() {
        assertThat(encode("up".getBytes(UTF_8), LineFacts.PLAIN))
                .isEqualTo("{\"@timestamp\":\"2026-11-24T19:40:03.007Z\",\"level\":\"INFO\",\"process\":\"web\","
                        + "\"replica\":2,\"pid\":77,\"stream\":\"stderr\",\"message\":\"up\"}\n");
    }

    @Test
    void aLineThatWasCutSaysSo() throws Exception {
        assertThat(JSON.readTree(encode("up".getBytes(UTF_8), LineFacts.PARTIAL))
                        .get("partial")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void quotesBackslashesAndControlCharactersAreEscaped() throws Exception {
        StringBuilder all = new StringBuilder("plain text before");
        for (char c = 0; c < 0x80; c++) {
            if (c != '\n') {
                all.append(c).append("ab\"c\\");
            }
        }
        assertThat(message(all.toString().getBytes(UTF_8))).isEqualTo(all.toString());
    }

    /** The JDK finds the same characters, but does not always put as many replacements in between. */
    @Test
    void whateverIsNoUtf8IsReplacedAndTheRestStays() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] interesting = {
            0x00, 0x1f, ' ', '"', '\\', 'a', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe2,
            0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(4) == 0 ? 'x' : interesting[random.nextInt(interesting.length)]);
            }
            assertThat(message(bytes).replace("\ufffd", ""))
                    .as("seed %d: %s", seed, new String(bytes, ISO_8859_1))
                    .isEqualTo(new String(bytes, UTF_8).replace("\ufffd", ""));
        }
    }

    /** The examples of the Unicode standard, tables 3-8 to 3-11. */
    @Test
    void eachMaximalPartOfASequenceIsOneReplacement() throws Exception {
        assertThat(message(bytes(0xc0, 0xaf, 0xe0, 0x80, 0xbf, 0xf0, 0x81, 0x82, 0x41)))
                .isEqualTo("\ufffd".repeat(8) + "A");
        assertThat(message(bytes(0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf, 0xed, 0xaf, 0x41)))
                .isEqualTo("\ufffd".repeat(8) + "A");
        assertThat(message(bytes(0xf4, 0x91, 0x92, 0x93, 0xff, 0x41, 0x80, 0xbf, 0x42)))
                .isEqualTo("\ufffd".repeat(5) + "A\ufffd\ufffdB");
        assertThat(message(bytes(0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf, 0x41)))
                .isEqualTo("\ufffd".repeat(4) + "A");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void charactersOfEveryLengthStay() throws Exception {
        String text = "é € 😀 日本語 \ufffd";
        assertThat(message(text.getBytes(UTF_8))).isEqualTo(text);
    }

    @Test
    void theSupervisorsOwnRecordsHaveTheSameFields() throws Exception {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.parse("2026-11-24T19:40:03.007123Z"));
        event.setLevel(Level.WARN);
        event.setLoggerName(Journal.LOGGER);
        byte[] bytes = new JournalJson().encode(event, "two\nlines \"quoted\"");
        JsonNode own = JSON.readTree(bytes);
        JsonNode line = JSON.readTree(encode("up".getBytes(UTF_8), LineFacts.PLAIN));

        assertThat(names(own)).isEqualTo(names(line));
        for (String name : names(own)) {
            assertThat(own.get(name).getNodeType())
                    .as(name)
                    .isEqualTo(line.get(name).getNodeType());
        }
        assertThat(own.get("@timestamp").textValue()).isEqualTo("2026-11-24T19:40:03.007Z");
        assertThat(own.get("level").textValue()).isEqualTo("WARN");
        assertThat(own.get("message").textValue()).isEqualTo("two\nlines \"quoted\"");
        assertThat(own.get("process").textValue()).isEqualTo("podvisor");
        assertThat(own.get("stream").textValue()).isEqualTo("log");
        assertThat(own.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(new String(bytes, UTF_8)).endsWith("}\n").doesNotContain("}\n\n");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
