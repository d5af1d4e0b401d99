/**
 * Observed state: immutable snapshot records and the {@link dev.podvisor.status.StatusFeed} that hands the newest one to its
 * renderers.
 *
 * <p>What may enter: facts about what runs, never wishes about what should.
 */
@NullMarked
package dev.podvisor.status;

import org.jspecify.annotations.NullMarked;
