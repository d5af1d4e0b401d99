/**
 * Output: what the children print, captured by one {@link dev.podvisor.logs.LogPump} thread and written line by line to
 * the {@link dev.podvisor.logs.Outputs}, and the {@link dev.podvisor.logs.Journal}, the supervisor's own log.
 *
 * <p>A line's way: a pipe, {@code LineCutter}, {@code LineHandling} as its process wants it, {@code Lanes} to each output that takes
 * it, {@code Batch} (as text, JSON or syslog), {@link dev.podvisor.logs.BufferedSink} with its thread, and a {@code Target}: a
 * descriptor, a {@code LogFile} or a {@code SyslogTarget}. All before the sink is done by the one thread of {@code PumpLoop}, where
 * nothing blocks and a line allocates nothing. What an output has no room for is dropped or waits in a {@code Backlog} of its
 * {@code Lane}, or the pipe is not read, as the process wants. Beside the outputs a {@code RecentLane} keeps the newest lines of each
 * replica in the {@link dev.podvisor.logs.RecentLog}, for whoever asks.
 *
 * <p>What may enter: capturing, encoding, routing and writing of lines, and the account of those that were lost.
 * Nothing here may make the event loop wait, and nothing that goes wrong with an output may end a child or the
 * supervisor.
 */
@NullMarked
package dev.podvisor.logs;

import org.jspecify.annotations.NullMarked;
