package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int DOCUMENTS = 60_000;

    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

    private final JsonScan scan = new JsonScan();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private boolean object(String text) {
        byte[] bytes = ("xx" + text + "}").getBytes(UTF_8);
        return scan.object(bytes, 2, bytes.length - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\"a\":1} \t",
                "{\"a\":[1,-0.5e+3,true,false,null,\"\\u00e9\\n\",{}]}",
                "{\"a\":{\"a\":{}},\"a\":\"\"}",
                "{\"\":\"é€😀\"}",
                "{\"a\"\n:\n0\r}"
            })
    void takesWhatIsAnObject(String text) {
        assertThat(object(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[1]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.1}",
                "{\"a\":+1}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":tru}",
                "{\"a\":NaN}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":1}{}",
                "{\"a\":1}x",
                "{'a':1}",
                "{\"a\":1 /**/}"
            })
    void leavesWhatIsNone(String text) {
        assertThat(object(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud83dx, \ufffdx",
        "\\ude00, \ufffd",
        "\\ud83d\\ud83d\\ude00, \ufffd\ud83d\ude00",
        "\\uD83D\\u0041, \ufffdA"
    })
    void halfAPairOfSurrogatesIsAReplacementCharacter(String escaped, String expected) {
        assertThat(object("{\"a\":\"" + escaped + "\"}")).isTrue();
        byte[] bytes = escaped.getBytes(UTF_8);
        Bytes text = new Bytes();
        JsonEscapes.resolve(bytes, 0, bytes.length, text);
        assertThat(new String(text.array(), 0, text.length(), UTF_8)).isEqualTo(expected);
    }

    @Test
    void leavesBytesThatAreNoUtf8() {
        byte[] bytes = "{\"a\":\"x\"}".getBytes(UTF_8);
        for (int b : new int[] {0x80, 0xc0, 0xe0, 0xed, 0xff}) {
            bytes[6] = (byte) b;
            assertThat(scan.object(bytes, 0, bytes.length)).isFalse();
        }
    }

    @Test
    void leavesWhatIsTooDeepOrTooWide() {
        assertThat(object("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")).isTrue();
        assertThat(object("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")).isFalse();
        assertThat(object("{\"a\":" + "[".repeat(100_000))).isFalse();
        String members = "\"a\":1,".repeat(JsonScan.MAX_MEMBERS - 1);
        assertThat(object("{" + members + "\"a\":1}")).isTrue();
        assertThat(object("{" + members + "\"a\":1,\"a\":1}")).isFalse();
    }

    @Test
    void agreesWithAnotherParserOnWhatIsAnObjectAndOnItsMembers() throws Exception {
        System.out.println("JsonScanTest seed " + seed);
        int valid = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            StringBuilder text = new StringBuilder();
            object(text, 0);
            byte[] bytes = text.toString().getBytes(UTF_8);
            int mutations = Math.max(0, random.nextInt(4) - 1);
            for (int left = mutations; left > 0; left--) {
                bytes = mutated(bytes);
            }
            if (mutations > 0 && SURROGATE.matcher(new String(bytes, UTF_8)).find()) {
                continue; // it may be half a pair now, which the RFC leaves open
            }
            JsonNode expected = parsed(bytes);
            assertThat(scan.object(bytes, 0, bytes.length))
                    .as("seed %d: %s", seed, new String(bytes, UTF_8))
                    .isEqualTo(expected != null);
            if (expected != null) {
                valid++;
                agreeOnMembers(bytes, expected);
            }
        }
        assertThat(valid).isBetween(DOCUMENTS / 4, DOCUMENTS - DOCUMENTS / 10);
    }

    private void agreeOnMembers(byte[] bytes, JsonNode expected) throws IOException {
        if (expected.size() != scan.count()) {
            return; // one has a name twice
        }
        Iterator<String> names = expected.fieldNames();
        for (int member = 0; member < scan.count(); member++) {
            Bytes name = new Bytes();
            JsonEscapes.resolve(bytes, scan.nameStart(member), scan.nameEnd(member), name);
            String expectedName = names.next();
            assertThat(new String(name.array(), 0, name.length(), UTF_8)).isEqualTo(expectedName);
            JsonNode value = expected.get(expectedName);
            int start = scan.valueStart(member);
            int end = scan.valueEnd(member);
            assertThat(JSON.readTree(bytes, start, end - start)).isEqualTo(value);
            if (value.isTextual()) {
                Bytes text = new Bytes();
                JsonEscapes.resolve(bytes, start + 1, end - 1, text);
                assertThat(text.length() == end - start - 2).isEqualTo(!scan.valueHasEscapes(member));
                assertThat(new String(text.array(), 0, text.length(), UTF_8)).isEqualTo(value.textValue());
            }
            Bytes simple = new Bytes();
            JsonEscapes.simplify(bytes, start, end, simple);
            assertThat(JSON.readTree(simple.array(), 0, simple.length())).isEqualTo(value);
        }
    }

    private static @Nullable JsonNode parsed(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            JsonNode node = JSON.readTree(bytes);
            return node.isObject() ? node : null;
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] mutated(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        byte[] from = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> from[at] = (byte) random.nextInt(256);
            case 1 -> from[at] = (byte) "{}[]\",:\\u0e-.+ tfn".charAt(random.nextInt(18));
            case 2 -> from[at] = from[random.nextInt(from.length)];
            default -> {
                byte[] shorter = new byte[bytes.length - 1];
                System.arraycopy(bytes, 0, shorter, 0, at);
                System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
                return shorter.length == 0 ? bytes : shorter;
            }
        }
        return from;
    }

    private void object(StringBuilder to, int depth) {
        to.append(space()).append('{').append(space());
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            to.append(i == 0 ? "" : ",").append(space());
            string(to);
            to.append(space()).append(':').append(space());
            value(to, depth + 1);
            to.append(space());
        }
        to.append('}').append(space());
    }

    private void value(StringBuilder to, int depth) {
        switch (random.nextInt(depth > 4 ? 5 : 8)) {
            case 0 -> to.append(random.nextInt(-100, 100));
            case 1 -> to.append(random.nextInt(10)).append(random.nextBoolean() ? ".25" : "e-2");
            case 2 -> to.append(random.nextBoolean() ? "true" : random.nextBoolean() ? "false" : "null");
            case 3, 4 -> string(to);
            case 5 -> object(to, depth);
            default -> {
                to.append('[').append(space());
                for (int left = random.nextInt(4); left > 0; left--) {
                    value(to, depth + 1);
                    to.append(left == 1 ? "" : ",").append(space());
                }
                to.append(']');
            }
        }
    }

    private void string(StringBuilder to) {
        to.append('"');
        for (int left = random.nextInt(12); left > 0; left--) {
            String[] pieces = {
                "a",
                "level",
                " ",
                "é",
                "€",
                "😀",
                "\\n",
                "\\\"",
                "\\\\",
                "\\/",
                "\\u003d",
                "\\ud83d\\ude00",
                "\\u0001",
                "{",
                "~"
            };
            to.append(pieces[random.nextInt(pieces.length)]);
        }
        to.append('"');
    }

    private String space() {
        return random.nextInt(8) == 0 ? " \t\n\r".substring(random.nextInt(4)) : "";
    }
}
