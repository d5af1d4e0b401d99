package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {

    private static final String SAVE = " (save the file as UTF-8)";

    @Test
    void aByteOrderMarkOfUtf8IsTaken() {
        assertThat(Texts.set("\ufeff" + Texts.HEAD).spec().processes()).hasSize(1);
        assertThat(Texts.lines("\ufeffkind: @a")).singleElement().asString().startsWith("shop.yaml:1:7: ");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, fffe", "UTF-16BE, feff", "UTF-32LE, fffe0000", "UTF-32BE, 0000feff"})
    void otherUnicodeEncodingsAreNamed(String encoding, String mark) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex(mark));
        bytes.writeBytes(Texts.HEAD.getBytes(Charset.forName(encoding)));
        assertThat(Texts.lines(Texts.read(bytes.toByteArray())))
                .containsExactly("shop.yaml:1:1: cannot read the document: it is encoded as " + encoding + SAVE);
    }

    @Test
    void utf16WithoutAMarkIsSuspected() {
        assertThat(Texts.lines(Texts.read("kind".getBytes(StandardCharsets.UTF_16LE))))
                .containsExactly(
                        "shop.yaml:1:2: cannot read the document: there is a NUL character (is it UTF-16? save the file as UTF-8)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e4",
                "80",
                "bf",
                "c080",
                "c1bf",
                "c3",
                "c328",
                "e0809f",
                "e282",
                "e28228",
                "eda080",
                "edbfbf",
                "f0808080",
                "f09f98",
                "f4908080",
                "f5808080",
                "f8888080",
                "fe",
                "ff41"
            })
    void theFirstByteThatIsNotUtf8IsLocated(String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("kind: a\nspec: é€😀 ".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(HexFormat.of().parseHex(hex));
        assertThat(Texts.lines(Texts.read(bytes.toByteArray())))
                .containsExactly("shop.yaml:2:11: cannot read the document: byte 25 of the file is not UTF-8" + SAVE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, a NUL character",
        "1, a control character (U+0001)",
        "27, an escape character (U+001B)",
        "127, a delete character (U+007F)",
        "128, a control character (U+0080)",
        "65534, a control character (U+FFFE)"
    })
    void charactersThatYamlForbidsAreLocated(int character, String name) {
        assertThat(Texts.lines("kind: a\nspec: b" + (char) character + "\n"))
                .singleElement()
                .asString()
                .startsWith("shop.yaml:2:8: cannot read the document: there is " + name + " (");
    }

    @Test
    void everythingElseIsText() {
        StringBuilder all = new StringBuilder();
        for (int c = 0xa0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 97) {
            boolean space = c == 0x2028 || c == 0x2029 || c == 0xfeff;
            if (!space && !(c >= 0xd800 && c < 0xe000) && c != 0xfffe && c != 0xffff) {
                all.appendCodePoint(c);
            }
        }
        assertThat(Texts.process("args: ['" + all + "']").args()).containsExactly(all.toString());
    }
}
