package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SchemaWriterTest {

    private static final Set<String> KEYWORDS = Set.of(
            "title",
            "description",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "maxProperties",
            "items",
            "minItems",
            "maxItems",
            "pattern",
            "maxLength",
            "minimum",
            "maximum",
            "enum",
            "examples",
            "default",
            "$ref");

    private final JsonNode schema = new ObjectMapper().valueToTree(SchemaWriter.processSet());

    @Test
    void itIsASchemaOfTheDraftThatItNames() {
        assertThat(schema.get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.get("$id").asText()).isEqualTo("urn:podvisor.dev:v1alpha1:ProcessSet");
        List<JsonNode> objects = new ArrayList<>();
        objects.add(schema.deepCopy());
        ((ObjectNode) objects.getFirst()).remove(List.of("$schema", "$id", "$defs"));
        schema.get("$defs").forEach(objects::add);
        objects.forEach(this::isSane);
    }

    @Test
    void everyShapeIsDefinedWithItsFieldsInOrder() {
        Set<Shape<?>> shapes = new HashSet<>();
        collect(ProcessSet.SHAPE, shapes);
        for (Shape<?> shape : shapes) {
            JsonNode object = shape == ProcessSet.SHAPE ? schema : schema.at("/$defs/" + shape.name());
            assertThat(object.get("title").asText()).isEqualTo(shape.name());
            assertThat(object.get("additionalProperties").booleanValue()).isFalse();
            assertThat(object.get("properties").fieldNames())
                    .toIterable()
                    .containsExactlyElementsOf(
                            shape.fields().stream().map(Field::name).toList());
            List<String> required = new ArrayList<>();
            object.path("required").forEach(name -> required.add(name.asText()));
            assertThat(required)
                    .isEqualTo(shape.fields().stream()
                            .filter(Field::required)
                            .map(Field::name)
                            .toList());
        }
    }

    @Test
    void fieldsHaveTheirTypeRangeDefaultAndDescription() {
        JsonNode process = schema.at("/$defs/Process/properties");
        assertThat(process.get("replicas").toString())
                .isEqualTo(
                        "{\"description\":\"How many of it run at once.\",\"type\":\"integer\",\"minimum\":0,\"maximum\":1000,\"default\":1}");
        assertThat(process.at("/restartPolicy/enum").toString()).isEqualTo("[\"Always\",\"OnFailure\",\"Never\"]");
        assertThat(process.at("/restartPolicy/default").asText()).isEqualTo("Always");
        assertThat(process.at("/command/items/type").asText()).isEqualTo("string");
        assertThat(process.at("/command/minItems").asInt()).isEqualTo(1);
        assertThat(process.at("/env/items/$ref").asText()).isEqualTo("#/$defs/EnvVar");
        assertThat(process.at("/backoff/$ref").asText()).isEqualTo("#/$defs/Backoff");
        assertThat(schema.at("/properties/kind/enum").toString()).isEqualTo("[\"ProcessSet\"]");
        assertThat(schema.at("/$defs/FileRef/properties/optional/type").asText())
                .isEqualTo("boolean");
        assertThat(schema.at("/$defs/Metadata/properties/labels/additionalProperties/type")
                        .asText())
                .isEqualTo("string");
    }

    @Test
    void theSignalPatternTakesWhatTheReaderTakes() {
        Pattern pattern = Pattern.compile(
                schema.at("/$defs/Process/properties/stopSignal/pattern").asText());
        for (String signal : List.of(
                "SIGTERM",
                "SIGUSR1",
                "SIGRTMIN",
                "SIGRTMIN+30",
                "SIGRTMAX-1",
                "SIGRTMIN+31",
                "TERM",
                "sigterm",
                "SIGTERM ")) {
            boolean read = Texts.read(Texts.HEAD + "      stopSignal: \"" + signal + "\"\n") instanceof ReadResult.Spec;
            assertThat(pattern.matcher(signal).find()).as(signal).isEqualTo(read);
        }
    }

    @Test
    void itCanBeWrittenAsJsonAndYaml() {
        assertThat(TreeText.json(SchemaWriter.processSet()))
                .startsWith("{\n  \"$schema\": \"https://")
                .endsWith("}\n");
        assertThat(TreeText.yaml(SchemaWriter.processSet()))
                .startsWith("$schema: https://")
                .contains("\n  Process:\n    title: Process\n");
    }

    private void isSane(JsonNode node) {
        node.fieldNames().forEachRemaining(keyword -> assertThat(KEYWORDS).contains(keyword));
        assertThat(node.has("type") ^ node.has("$ref")).as(node.toString()).isTrue();
        if (node.has("$ref")) {
            assertThat(schema.at(node.get("$ref").asText().substring(1)).isObject())
                    .as(node.toString())
                    .isTrue();
        }
        if (node.has("pattern")) {
            Pattern.compile(node.get("pattern").asText());
        }
        node.path("properties").forEach(property -> {
            assertThat(property.get("description").asText()).isNotBlank().endsWith(".");
            isSane(property);
        });
        if (node.has("items")) {
            isSane(node.get("items"));
        }
    }

    private static void collect(Shape<?> shape, Set<Shape<?>> found) {
        if (found.add(shape)) {
            for (Field field : shape.fields()) {
                Type type = field.type() instanceof Type.Many many ? many.item() : field.type();
                if (type instanceof Type.Nested nested) {
                    collect(nested.shape(), found);
                }
            }
        }
    }
}
