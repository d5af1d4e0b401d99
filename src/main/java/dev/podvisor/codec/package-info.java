/**
 * Text to spec and back: YAML and JSON to the records of {@link dev.podvisor.spec}, with every problem located, and from the
 * same shapes the JSON Schema and the reference page.
 *
 * <p>What may enter: formats. The reader is on the supervisor's way to its first child, so it loads only SnakeYAML's
 * scanner and parser and, for a valid document, no regular expression; Jackson is for the commands that write.
 */
@NullMarked
package dev.podvisor.codec;

import org.jspecify.annotations.NullMarked;
