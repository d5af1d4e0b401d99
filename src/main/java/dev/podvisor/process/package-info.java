/**
 * Process control: start, signal, reap, and kill whole trees.
 *
 * <p>What may enter: how a run is started and ended on Linux. When and why is decided in {@code plan}.
 */
@NullMarked
package dev.podvisor.process;

import org.jspecify.annotations.NullMarked;
