/**
 * A status snapshot as Prometheus series. {@link dev.podvisor.metrics.Families} says which metrics there are and how a status
 * gives their values, {@link dev.podvisor.metrics.StatusCollector} collects them, {@link dev.podvisor.metrics.Metrics} is the way in.
 *
 * <p>What may enter: what turns a snapshot into series. Nothing here measures anything but the JVM itself, keeps a value between two
 * scrapes, or is loaded before somebody wants metrics: {@code Metrics} alone may be named by who runs before the first child.
 */
@NullMarked
package dev.podvisor.metrics;

import org.jspecify.annotations.NullMarked;
