/**
 * Decisions: the {@link dev.podvisor.plan.Lifecycle} table of one replica, the {@link dev.podvisor.plan.Planner} rules between
 * processes, and the {@link dev.podvisor.plan.Reconciler} that holds the state table and applies both.
 *
 * <p>What may enter: pure functions of spec, state, event and a given instant. No I/O, no clock, no threads.
 */
@NullMarked
package dev.podvisor.plan;

import org.jspecify.annotations.NullMarked;
