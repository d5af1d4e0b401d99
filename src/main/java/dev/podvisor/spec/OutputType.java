package dev.podvisor.spec;

/** Where an output of logs goes. */
public enum OutputType {
    Stdout,
    Stderr,
    File,
    Syslog
}
