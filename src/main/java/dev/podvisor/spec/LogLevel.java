package dev.podvisor.spec;

/** How serious a record of the supervisor's own log is, the least first. */
public enum LogLevel {
    Info,
    Warning,
    Error
}
