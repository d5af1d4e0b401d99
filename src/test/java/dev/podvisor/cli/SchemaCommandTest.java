package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podvisor.codec.SchemaWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SchemaCommandTest {

    private final StringWriter out = new StringWriter();

    @Test
    void jsonIsTheDefault() throws IOException {
        assertThat(run()).isZero();
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(out.toString()))
                .isEqualTo(mapper.readTree(mapper.writeValueAsString(SchemaWriter.processSet())));
    }

    @Test
    void yamlIsTheSameDocument() {
        assertThat(run("-o", "yaml")).isZero();
        assertThat(out.toString())
                .startsWith("$schema: https://json-schema.org/draft/2020-12/schema\n")
                .endsWith("\n");
    }

    @Test
    void anotherFormatIsWrongUsage() {
        assertThat(run("--output=xml")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... args) {
        return new CommandLine(new SchemaCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(args);
    }
}
