package dev.podvisor.spec;

import java.util.List;
import java.util.Map;

/** A whole manifest: the object of {@code kubectl apply}, the value of a ConfigMap's key, the file of {@code podvisor run}. */
public record ProcessSet(Metadata metadata, ProcessSetSpec spec) {

    public static final String API_VERSION = "podvisor.dev/v1alpha1";
    public static final String KIND = "ProcessSet";

    /** The shape of the whole document. */
    public static final Shape<ProcessSet> SHAPE = new Shape<>(
            KIND,
            "A set of processes that podvisor keeps running inside one container.",
            List.of(
                    Field.required("apiVersion", only(API_VERSION), "The version of this format."),
                    Field.required("kind", only(KIND), "The kind of this object."),
                    Field.optional(
                            "metadata", new Type.Nested(Metadata.SHAPE), Map.of(), "As on any Kubernetes object."),
                    Field.required("spec", new Type.Nested(ProcessSetSpec.SHAPE), "What should run.")),
            v -> new ProcessSet(v.get("metadata"), v.get("spec")));

    private static Type only(String word) {
        return new Type.Word<>("exactly", List.of(word), word.replace(".", "\\."), w -> w);
    }

    /** What is read of an object's metadata; labels and annotations are for other tools. */
    public record Metadata(String name, String namespace, Map<String, String> labels, Map<String, String> annotations) {

        private static final Type OBJECT_NAME =
                new Type.Text("a Kubernetes name", "[a-z0-9]([-a-z0-9.]*[a-z0-9])?", 253);

        static final Shape<Metadata> SHAPE = new Shape<>(
                "Metadata",
                "As on any Kubernetes object.",
                List.of(
                        Field.optional("name", OBJECT_NAME, "Name of the set, shown in status."),
                        Field.optional("namespace", OBJECT_NAME, "For kubectl; no meaning in a file."),
                        Field.optional("labels", new Type.Strings(), "For other tools."),
                        Field.optional("annotations", new Type.Strings(), "For other tools.")),
                v -> new Metadata(
                        v.text("name", ""), v.text("namespace", ""), v.strings("labels"), v.strings("annotations")));

        public Metadata {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }
}
