package dev.podvisor.spec;

/** How serious a line or a record of the supervisor's own log is, the least first; the supervisor's own are Info to Error. */
public enum LogLevel {
    Trace,
    Debug,
    Info,
    Warning,
    Error,
    Fatal
}
