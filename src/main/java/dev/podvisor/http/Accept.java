package dev.podvisor.http;

import dev.podvisor.metrics.Format;
import java.util.List;

/** Which representation a client prefers (RFC 9110, section 12). */
final class Accept {

    private static final double ABSENT = -1;

    private Accept() {}

    /** OpenMetrics where it is asked for by name, and not less than plain text is. */
    static Format metrics(Request request) {
        double open = quality(request, "accept", "application/openmetrics-text");
        double text = quality(request, "accept", "text/plain");
        return open > 0 && open >= text ? Format.OpenMetrics : Format.Text;
    }

    static boolean gzip(Request request) {
        double named = quality(request, "accept-encoding", "gzip");
        return named > 0 || named == ABSENT && quality(request, "accept-encoding", "*") > 0;
    }

    /** The highest weight that a value is given by name, 0 to 1; below 0 when it is not there. */
    private static double quality(Request request, String header, String value) {
        double highest = ABSENT;
        for (String line : request.headers().getOrDefault(header, List.of())) {
            for (String item : line.split(",", -1)) {
                String[] parts = item.split(";", -1);
                if (parts[0].strip().equalsIgnoreCase(value)) {
                    highest = Math.max(highest, weight(parts));
                }
            }
        }
        return highest;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0; // whatever it means, it is no wish
                }
            }
        }
        return 1;
    }
}
