package dev.podvisor.cli;

/** The values of {@code -o} of {@code podvisor logs}, in the words that are typed. */
enum LogsFormat {
    text,
    json
}
