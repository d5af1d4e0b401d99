package dev.podvisor.spec;

/** One of the two streams that a process prints to. */
public enum LogStream {
    Stdout,
    Stderr
}
