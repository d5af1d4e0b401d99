package dev.podvisor.codec;

import dev.podvisor.spec.HttpSpec;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.Type;
import dev.podvisor.spec.UsageSpec;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code global} says about measuring and about the port for Prometheus. */
final class ClassicMetrics {

    static final String ENABLED = "metrics_enabled";
    static final String INTERVAL = "resource_metrics_interval";

    private static final Type.Text TEXT = new Type.Text("a text", "[^\\x00]*", 1024);
    private static final Type.Whole PORT = new Type.Whole(1, 65_535, "");
    private static final int USUAL_PORT = 9090;
    private static final int USUAL_SECONDS = 5;
    private static final int LONGEST_SECONDS = 3600;
    private static final String PATH = "/metrics";

    private final ClassicMapping global;

    ClassicMetrics(ClassicMapping global) {
        this.global = global;
    }

    UsageSpec usage() {
        if (!global.flag("resource_metrics_enabled", true)) {
            global.warn("resource_metrics_enabled", "usage is measured all the same", "remove it");
        }
        return new UsageSpec(global.seconds(INTERVAL, 1, LONGEST_SECONDS, USUAL_SECONDS));
    }

    /** Empty when there is to be no port. */
    Optional<HttpSpec> http() {
        boolean enabled = global.flag(ENABLED, false);
        int port = global.whole("metrics_port", PORT, USUAL_PORT);
        String path = global.<String>value("metrics_path", TEXT).orElse("");
        String host = global.<String>value("metrics_host", TEXT).orElse("").strip();
        if (!enabled) {
            return Optional.empty();
        }
        if (!path.isEmpty() && !path.equals(PATH)) {
            global.warn("metrics_path", "metrics are at " + PATH, "tell Prometheus, or remove it");
        }
        return Optional.of(
                (HttpSpec) ProcessSetSpec.SHAPE.nested("http").build(Map.of("port", port, "address", address(host))));
    }

    /** Empty for every address of the container. */
    private String address(String host) {
        return switch (host) {
            case "", "*", "0.0.0.0", "::", "[::]" -> "";
            case "localhost" -> "127.0.0.1";
            default -> {
                String address =
                        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
                if (isAddress(address)) {
                    yield address;
                }
                global.warn(
                        "metrics_host",
                        "it is no IP address, so every address is listened on",
                        "write one, or 0.0.0.0");
                yield "";
            }
        };
    }

    /** By its looks: whether the container has it shows when it is listened on. */
    private static boolean isAddress(String text) {
        boolean six = text.indexOf(':') >= 0;
        int parts = 1;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == ':' && six) {
                parts++;
            } else if (Character.digit(c, six ? 16 : 10) < 0 || c >= 128) {
                return false;
            } else {
                digits++;
            }
        }
        return digits > 0 && text.length() <= (six ? 45 : 15) && (six ? parts >= 3 : parts == 4 && isDotted(text));
    }

    private static boolean isDotted(String text) {
        int value = 0;
        int digits = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (digits == 0 || value > 255) {
                    return false;
                }
                value = 0;
                digits = 0;
            } else {
                value = Math.min(256, value * 10 + text.charAt(i) - '0');
                digits++;
            }
        }
        return true;
    }
}
