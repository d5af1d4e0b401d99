/**
 * Text to spec and back: YAML and JSON to the records of {@link dev.podvisor.spec}, with every problem located, and from the
 * same shapes the JSON Schema and the reference page.
 *
 * <p>What may enter: formats. The reader is on the supervisor's way to its first child, so it loads nothing but SnakeYAML's
 * scanner and parser, and on the way of a valid document it switches over no patterns (each such switch is bootstrapped at its
 * first use, which no class archive can hold). Jackson is for what writes.
 */
@NullMarked
package dev.podvisor.codec;

import org.jspecify.annotations.NullMarked;
