/**
 * The local API: HTTP/1.1 on a unix socket, read-only so far. {@link dev.podvisor.http.ApiServer} accepts, a
 * {@link dev.podvisor.http.Connection} speaks with one client, {@link dev.podvisor.http.Api} says what a path answers. Why the
 * server is our own: {@code docs/decisions/002-http-server.md}.
 *
 * <p>What may enter: what turns a request into a response. Every wait here has a deadline and every buffer a bound, and nothing
 * here is on the supervisor's way to its children: whatever goes wrong ends at most a connection.
 */
@NullMarked
package dev.podvisor.http;

import org.jspecify.annotations.NullMarked;
