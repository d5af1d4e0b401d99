package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.podvisor.status.Status;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A {@link Status} as people read it: indented JSON, or YAML in the style of kubectl. Both end with a line end. */
public final class StatusText {

    private StatusText() {}

    /** The document of {@link StatusJson}, indented by two. */
    public static String json(Status status) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = StatusJson.FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(TextStyle.json());
            StatusJson.write(status, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    /** The same document as YAML. */
    public static String yaml(Status status) {
        YAMLFactory factory =
                TextStyle.yaml().stringQuotingChecker(new TimestampsToo()).build();
        StringWriter text = new StringWriter();
        try (JsonGenerator yaml = new QuotedWhenOdd(factory.createGenerator(text))) {
            StatusJson.write(status, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Plain and block scalars cannot carry every line separator, control character or leading space: such texts are quoted. */
    private static final class QuotedWhenOdd extends JsonGeneratorDelegate {

        private final YAMLGenerator yaml;

        QuotedWhenOdd(YAMLGenerator yaml) {
            super(yaml);
            this.yaml = yaml;
        }

        @Override
        public void writeString(String text) throws IOException {
            boolean odd = text.chars().anyMatch(c -> c < ' ' || c > '~' && !Character.isLetterOrDigit(c));
            yaml.configure(YAMLGenerator.Feature.MINIMIZE_QUOTES, !odd);
            yaml.writeString(text);
        }
    }

    /** YAML 1.1 readers take a bare timestamp for a date (yaml.org/type/timestamp.html), so it is quoted, as kubectl does. */
    private static final class TimestampsToo extends StringQuotingChecker.Default {

        private static final long serialVersionUID = 1;

        @Override
        public boolean needToQuoteValue(String value) {
            boolean dateLike = value.length() >= 10 && Character.isDigit(value.charAt(0)) && value.charAt(4) == '-';
            return dateLike || super.needToQuoteValue(value);
        }
    }
}
