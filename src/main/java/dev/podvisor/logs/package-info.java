/**
 * Output: what the children print, captured by one {@link dev.podvisor.logs.LogPump} thread and written line by line to
 * the {@link dev.podvisor.logs.Outputs}, and the {@link dev.podvisor.logs.Journal}, the supervisor's own log.
 *
 * <p>A line's way: a pipe, {@code LineCutter}, {@code Lanes} to each output that takes it, {@code Batch} (as text or JSON),
 * {@link dev.podvisor.logs.BufferedSink} with its thread, and a {@code Target}: a descriptor or a {@code LogFile}.
 *
 * <p>What may enter: capturing, encoding, routing and writing of lines, and the account of those that were lost.
 * Nothing here may make the event loop wait, and nothing that goes wrong with an output may end a child or the
 * supervisor.
 */
@NullMarked
package dev.podvisor.logs;

import org.jspecify.annotations.NullMarked;
