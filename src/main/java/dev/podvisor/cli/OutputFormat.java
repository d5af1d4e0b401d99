package dev.podvisor.cli;

/** The values of {@code -o}, in the words that are typed. */
enum OutputFormat {
    table,
    wide,
    json,
    yaml,
    name
}
