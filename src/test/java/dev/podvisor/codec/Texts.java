package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSpec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads documents that tests write out. */
final class Texts {

    /** Everything before the fields of a first process, which are indented by six and begin on line 7. */
    static final String HEAD = """
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            spec:
              processes:
                - name: web
                  command: [nginx]
            """;

    private Texts() {}

    static ReadResult read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static ReadResult read(byte[] bytes) {
        return SpecReader.read("shop.yaml", new ByteArrayInputStream(bytes));
    }

    /** The problems as a person sees them. */
    static List<String> lines(String text) {
        return lines(read(text));
    }

    static List<String> lines(ReadResult result) {
        return result.problems().stream().map(Problem::toString).toList();
    }

    /** The set of a document that must be usable, without warnings. */
    static ProcessSet set(String text) {
        ReadResult result = read(text);
        assertThat(lines(result)).isEmpty();
        return ((ReadResult.Spec) result).set();
    }

    /** The first process of a document that begins with {@link #HEAD}. */
    static ProcessSpec process(String fields) {
        return set(HEAD + fields.indent(6)).spec().processes().getFirst();
    }
}
