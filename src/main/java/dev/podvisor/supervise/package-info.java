/**
 * The event loop: the one thread that owns all state. It takes events, lets {@code plan} decide, carries the steps out and
 * publishes what it sees.
 *
 * <p>What may enter: the carrying out of steps. What to do is decided in {@code plan}, how in {@code process} and its siblings.
 */
@NullMarked
package dev.podvisor.supervise;

import org.jspecify.annotations.NullMarked;
