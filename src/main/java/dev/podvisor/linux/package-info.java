/**
 * The kernel: system calls through the Foreign Function API, errno, signals that this JVM receives, and readers of /proc.
 *
 * <p>What may enter: thin, stateless wrappers named after what they call (man pages, sections 2, 3 and 5). No policy.
 */
@NullMarked
package dev.podvisor.linux;

import org.jspecify.annotations.NullMarked;
