package dev.podvisor.metrics;

/** How series are written. */
public enum Format {
    /** OpenMetrics 1.0.0. */
    OpenMetrics("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    /** The text format of Prometheus, for everybody else. */
    Text("text/plain; version=0.0.4; charset=utf-8");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }
}
