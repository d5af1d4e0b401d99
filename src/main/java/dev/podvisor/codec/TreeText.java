package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.UncheckedIOException;

/** Trees of maps, lists, texts, numbers and flags as text, the keys in the order of the maps. Each ends with a line end. */
public final class TreeText {

    private TreeText() {}

    /** JSON, indented by two. */
    public static String json(Object tree) {
        try {
            return new ObjectMapper(new JsonFactory()).writer(TextStyle.json()).writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** YAML in block style. */
    public static String yaml(Object tree) {
        YAMLFactory factory = TextStyle.yaml().build();
        try {
            return new ObjectMapper(factory).writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
