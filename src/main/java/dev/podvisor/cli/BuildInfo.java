package dev.podvisor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * What the build wrote down about itself in {@code build.properties}.
 *
 * @param version {@code unknown} when run from sources that no build has been through
 */
record BuildInfo(String version, Optional<String> commit) {

    static BuildInfo load() {
        Properties properties = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            properties.clear(); // a version that cannot be told is no reason to fail
        }
        return of(properties);
    }

    static BuildInfo of(Properties properties) {
        return new BuildInfo(value(properties, "version").orElse("unknown"), value(properties, "commit"));
    }

    /** An unfiltered placeholder or an empty value is none. */
    private static Optional<String> value(Properties properties, String key) {
        return Optional.of(properties.getProperty(key, "").strip())
                .filter(value -> !value.isEmpty() && !value.startsWith("${"));
    }
}
