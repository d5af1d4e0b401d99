package dev.podvisor.cli;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Optional;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * What the build wrote down about itself in the manifest of its jar.
 *
 * @param version {@code unknown} when it is not run from a jar
 */
record BuildInfo(String version, Optional<String> commit) {

    static final Attributes.Name COMMIT = new Attributes.Name("Build-Commit");

    static BuildInfo load() {
        URL self = BuildInfo.class.getResource("BuildInfo.class");
        try {
            if (self != null && self.openConnection() instanceof JarURLConnection jar) {
                return of(jar.getMainAttributes());
            }
        } catch (IOException e) {
            return of(null); // a version that cannot be told is no reason to fail
        }
        return of(null);
    }

    static BuildInfo of(@Nullable Attributes manifest) {
        return new BuildInfo(
                value(manifest, Attributes.Name.IMPLEMENTATION_VERSION).orElse("unknown"), value(manifest, COMMIT));
    }

    /** A placeholder that the build did not replace, or an empty value, is none. */
    private static Optional<String> value(@Nullable Attributes manifest, Attributes.Name name) {
        return Optional.ofNullable(manifest)
                .map(attributes -> attributes.getValue(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty() && !value.startsWith("${"));
    }
}
