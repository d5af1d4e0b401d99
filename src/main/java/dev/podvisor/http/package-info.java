/**
 * The local API: HTTP/1.1 on a unix socket, and the HTTP port for Prometheus. {@link dev.podvisor.http.ApiServer} and
 * {@link dev.podvisor.http.HttpServer} listen, a {@link dev.podvisor.http.Connection} speaks with one client,
 * {@link dev.podvisor.http.Api} says what a path of the API answers, {@link dev.podvisor.http.MetricsPage} what {@code /metrics}
 * does, {@link dev.podvisor.http.LogsPage} what {@code /v1/logs} does. Why the server is our own: {@code docs/decisions/002-http-server.md}.
 *
 * <p>What may enter: what turns a request into a response. Every wait here has a deadline and every buffer a bound, and nothing
 * here is on the supervisor's way to its children: whatever goes wrong ends at most a connection.
 */
@NullMarked
package dev.podvisor.http;

import org.jspecify.annotations.NullMarked;
