/**
 * Desired state: immutable records that normalise and validate themselves, and the {@link dev.podvisor.spec.Shape shapes}
 * that describe them once for the reader, the JSON Schema and the reference page.
 *
 * <p>What may enter: values. No I/O, no parsing, no clock; this package imports nothing of Podvisor.
 */
@NullMarked
package dev.podvisor.spec;

import org.jspecify.annotations.NullMarked;
