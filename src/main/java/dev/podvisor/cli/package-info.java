/**
 * The commands of {@code podvisor}: {@link dev.podvisor.cli.RootCommand} lists them, {@link dev.podvisor.cli.ApiClient} asks a
 * running supervisor.
 *
 * <p>What may enter: what turns arguments into a call and an answer into text. Exit codes: 0 success, 1 it did not work, 64 the
 * command line is wrong; {@code run} and {@code validate} say their own. Output goes through picocli's writers, so that tests
 * read it.
 */
@NullMarked
package dev.podvisor.cli;

import org.jspecify.annotations.NullMarked;
