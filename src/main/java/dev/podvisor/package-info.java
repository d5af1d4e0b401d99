/**
 * The composition root: {@link dev.podvisor.Main} dispatches, {@link dev.podvisor.Podvisor} wires everything by hand and reads as
 * the table of contents.
 *
 * <p>What may enter: wiring. Nothing here decides anything about a process.
 */
@NullMarked
package dev.podvisor;

import org.jspecify.annotations.NullMarked;
