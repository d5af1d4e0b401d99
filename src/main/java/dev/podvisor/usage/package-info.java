/**
 * Usage of whole process trees: a {@link dev.podvisor.usage.Sampler} reads every member of every run from {@code /proc} and
 * yields what each run uses.
 *
 * <p>What may enter: reading and adding up. Who belongs to a run, and what a cgroup knows better, come in through interfaces.
 */
@NullMarked
package dev.podvisor.usage;

import org.jspecify.annotations.NullMarked;
