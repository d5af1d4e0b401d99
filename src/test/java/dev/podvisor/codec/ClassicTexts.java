package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads documents of the classic form that tests write out, with an environment of their own. */
final class ClassicTexts {

    /** Everything before the keys of a first process, which are indented by four and begin on line 5. */
    static final String HEAD = """
            processes:
              web:
                enabled: true
                command: [nginx]
            """;

    private ClassicTexts() {}

    static ReadResult read(String text, Map<String, String> variables) {
        return SpecReader.read(
                "pm.yaml", new Source.Bytes(text.getBytes(StandardCharsets.UTF_8)), Optional.of(variables));
    }

    /** The problems and warnings as a person sees them. */
    static List<String> lines(String text, Map<String, String> variables) {
        return Texts.lines(read(text, variables));
    }

    static List<String> lines(String text) {
        return lines(text, Map.of());
    }

    /** The spec of a document that must be usable, warnings or not. */
    static ProcessSetSpec spec(String text, Map<String, String> variables) {
        ReadResult result = read(text, variables);
        assertThat(result).as(Texts.lines(result).toString()).isInstanceOf(ReadResult.Spec.class);
        return ((ReadResult.Spec) result).set().spec();
    }

    /** The first process of a document that begins with {@link #HEAD}. */
    static ProcessSpec process(String keys, Map<String, String> variables) {
        return spec(HEAD + keys.indent(4), variables).processes().getFirst();
    }

    static ProcessSpec process(String keys) {
        return process(keys, Map.of());
    }
}
