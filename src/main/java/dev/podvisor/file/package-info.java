/**
 * The spec from a file or a folder: watched, read again when it has changed, handed on whole.
 *
 * <p>What may enter: where a spec comes from. What it means is decided in {@code plan}.
 */
@NullMarked
package dev.podvisor.file;

import org.jspecify.annotations.NullMarked;
