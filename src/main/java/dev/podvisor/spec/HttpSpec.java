package dev.podvisor.spec;

import java.util.List;

/**
 * Where {@code /metrics} is served over TCP.
 *
 * @param address an IP address of the container; empty for all
 */
public record HttpSpec(int port, String address) {

    static final Shape<HttpSpec> SHAPE = new Shape<>(
            "Http",
            "An HTTP port for Prometheus.",
            List.of(
                    Field.optional("port", new Type.Whole(1, 65_535, ""), 9180, "The TCP port of /metrics."),
                    Field.optional(
                            "address",
                            new Type.Text(
                                    "an IP address", "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*", 45),
                            "The address it listens on; every one of the container when absent.")),
            v -> new HttpSpec(v.whole("port"), v.text("address", "")));
}
