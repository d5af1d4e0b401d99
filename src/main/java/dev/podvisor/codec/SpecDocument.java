package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.podvisor.spec.EnvVar;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Signal;
import dev.podvisor.spec.Type;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A spec as a document that {@link SpecReader} reads back, with every value of an environment variable replaced by a digest of it:
 * two specs can be compared, and no secret shows. Digests of different salts do not compare.
 */
public final class SpecDocument {

    private SpecDocument() {}

    /** The same set with digests in place of the values of its environment variables. */
    public static ProcessSet digested(ProcessSet set, String salt) {
        List<ProcessSpec> processes = set.spec().processes().stream()
                .map(process -> digested(process, salt))
                .toList();
        return new ProcessSet(set.metadata(), set.spec().withProcesses(processes));
    }

    private static ProcessSpec digested(ProcessSpec process, String salt) {
        List<EnvVar> env = process.env().stream()
                .map(variable -> new EnvVar(
                        variable.name(),
                        variable.value().map(value -> digest(salt + "\0" + value)),
                        variable.valueFrom()))
                .toList();
        return process.withEnv(env);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** The document in JSON, which is YAML too, in UTF-8. */
    public static byte[] write(ProcessSet set) {
        return JsonDocument.write(1024, json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", ProcessSet.API_VERSION);
            json.writeStringField("kind", ProcessSet.KIND);
            for (Field field : ProcessSet.SHAPE.fields()) {
                if (field.type() instanceof Type.Nested) {
                    write(field, component(set, field.name()), json);
                }
            }
            json.writeEndObject();
        });
    }

    private static void write(Field field, Object value, JsonGenerator json) throws IOException {
        Object present = present(value);
        if (present != null) {
            json.writeFieldName(field.name());
            write(field.type(), present, json);
        }
    }

    /** What stands for an absent field, such as an empty list, is none; an optional value may well be empty itself. */
    private static @Nullable Object present(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalInt whole) {
            return whole.isPresent() ? whole.getAsInt() : null;
        }
        return value.equals("") || value.equals(List.of()) || value.equals(Map.of()) ? null : value;
    }

    private static void write(Type type, Object value, JsonGenerator json) throws IOException {
        switch (type) {
            case Type.Text _ -> json.writeString((String) value);
            case Type.Whole _ -> json.writeNumber((Integer) value);
            case Type.Flag _ -> json.writeBoolean((Boolean) value);
            case Type.Word<?> _ -> json.writeString(value instanceof Signal signal ? signal.name() : value.toString());
            case Type.Measure _ -> json.writeString(value.toString());
            case Type.Expression _ -> json.writeString(((LogPattern) value).text());
            case Type.Many many -> {
                json.writeStartArray();
                for (Object item : (List<?>) value) {
                    write(many.item(), item, json);
                }
                json.writeEndArray();
            }
            case Type.Strings _ -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeStringField((String) entry.getKey(), (String) entry.getValue());
                }
                json.writeEndObject();
            }
            case Type.Nested nested -> record(nested.shape(), value, json);
        }
    }

    private static void record(Shape<?> shape, Object value, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Field field : shape.fields()) {
            write(field, component(value, field.name()), json);
        }
        json.writeEndObject();
    }

    /** A record's component; shapes name their fields after them, which a test holds. */
    private static Object component(Object of, String name) {
        try {
            return of.getClass().getMethod(name).invoke(of);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(
                    "cannot read " + name + " of a " + of.getClass().getSimpleName(), impossible);
        }
    }
}
