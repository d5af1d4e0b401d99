package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShapeTest {

    private static final Map<Class<? extends Record>, Shape<?>> SHAPES = Map.ofEntries(
            Map.entry(ProcessSet.class, ProcessSet.SHAPE),
            Map.entry(ProcessSet.Metadata.class, ProcessSet.Metadata.SHAPE),
            Map.entry(ProcessSetSpec.class, ProcessSetSpec.SHAPE),
            Map.entry(ProcessSpec.class, ProcessSpec.SHAPE),
            Map.entry(EnvVar.class, EnvVar.SHAPE),
            Map.entry(EnvValueSource.class, EnvValueSource.SHAPE),
            Map.entry(EnvFrom.class, EnvFrom.SHAPE),
            Map.entry(FileRef.class, FileRef.SHAPE),
            Map.entry(Dependency.class, Dependency.SHAPE),
            Map.entry(Backoff.class, Backoff.SHAPE),
            Map.entry(SignalRule.class, SignalRule.SHAPE),
            Map.entry(Resources.class, Resources.SHAPE),
            Map.entry(ResourceLimits.class, ResourceLimits.SHAPE),
            Map.entry(ResourceRequests.class, ResourceRequests.SHAPE),
            Map.entry(IoLimit.class, IoLimit.SHAPE),
            Map.entry(UsageSpec.class, UsageSpec.SHAPE),
            Map.entry(LoggingSpec.class, LoggingSpec.SHAPE),
            Map.entry(OutputSpec.class, OutputSpec.SHAPE),
            Map.entry(RotationSpec.class, RotationSpec.SHAPE),
            Map.entry(SyslogSpec.class, SyslogSpec.SHAPE),
            Map.entry(ProcessLogging.class, ProcessLoggingShape.SHAPE),
            Map.entry(LevelDetection.class, LevelDetection.SHAPE),
            Map.entry(LevelPattern.class, LevelPattern.SHAPE),
            Map.entry(JsonLines.class, JsonLines.SHAPE),
            Map.entry(Multiline.class, Multiline.SHAPE),
            Map.entry(Redaction.class, Redaction.SHAPE),
            Map.entry(LineRate.class, LineRate.SHAPE),
            Map.entry(HttpSpec.class, HttpSpec.SHAPE));

    @Test
    void theFieldsOfAShapeAreTheComponentsOfItsRecord() {
        SHAPES.forEach((type, shape) -> assertThat(shape.fields().stream().map(Field::name))
                .as(shape.name())
                .containsExactlyElementsOf(names(type)));
    }

    @Test
    void everyShapeOfAManifestIsCoveredHere() {
        Set<Shape<?>> reached = new HashSet<>();
        reach(ProcessSet.SHAPE, reached);
        assertThat(reached).containsExactlyInAnyOrderElementsOf(SHAPES.values());
    }

    @Test
    void documentationIsOneLineThatEndsWithAFullStop() {
        SHAPES.values()
                .forEach(shape -> shape.fields()
                        .forEach(field -> assertThat(field.doc())
                                .as(shape.name() + "." + field.name())
                                .matches("[A-Z].*\\.")));
    }

    /** In a manifest apiVersion and kind stand before the components. */
    private static List<String> names(Class<? extends Record> type) {
        Stream<String> names = Stream.of(type.getRecordComponents()).map(RecordComponent::getName);
        return (type == ProcessSet.class ? Stream.concat(Stream.of("apiVersion", "kind"), names) : names).toList();
    }

    private static void reach(Shape<?> shape, Set<Shape<?>> reached) {
        if (reached.add(shape)) {
            for (Field field : shape.fields()) {
                Type type = field.type() instanceof Type.Many many ? many.item() : field.type();
                if (type instanceof Type.Nested nested) {
                    reach(nested.shape(), reached);
                }
            }
        }
    }
}
