package dev.podvisor.http;

import java.time.Duration;

/**
 * What a client may cost.
 *
 * @param connections open at once; when all are taken, the one longest without a request makes room
 * @param watchers of the status at once, one connection each
 * @param headBytes of a request's line and headers together
 * @param headers of a request
 * @param head from the first byte of a request to the end of its headers
 * @param idle between two requests, and from the connect to the first
 * @param write until a client has taken a response or an event
 * @param drain for a refused client to take the answer
 * @param coalesce between two events to a watcher
 * @param heartbeat between two signs of life to a watcher
 * @param fresh for which a rendered page of metrics is given out again
 * @param renderedBytes of snapshots that clients are still taking, above the newest; the slowest are dropped beyond
 */
record Limits(
        int connections,
        int watchers,
        int headBytes,
        int headers,
        Duration head,
        Duration idle,
        Duration write,
        Duration drain,
        Duration coalesce,
        Duration heartbeat,
        Duration fresh,
        long renderedBytes) {

    static final Limits DEFAULT = new Limits(
            128,
            64,
            8 * 1024,
            64,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            2 * 1024 * 1024);

    /** How often deadlines are looked at while somebody is connected. */
    Duration sweep() {
        Duration shortest = Duration.ofSeconds(4);
        for (Duration limit : new Duration[] {head, idle, write, drain}) {
            shortest = limit.compareTo(shortest) < 0 ? limit : shortest;
        }
        return shortest.dividedBy(4);
    }
}
