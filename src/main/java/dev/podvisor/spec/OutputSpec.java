package dev.podvisor.spec;

import java.util.List;
import java.util.Optional;

/**
 * One output of logs.
 *
 * @param path of the file; empty for another type
 * @param processes whose lines it takes; empty for every process
 * @param syslog where a Syslog goes; empty for the local socket, and for another type
 * @param source what it takes; empty for what follows from the rest, see {@link #takes}
 * @param streams of those processes; empty for both
 * @param level from which on it takes lines; empty for all
 * @param rotation empty for a file that grows until somebody else rotates it
 */
public record OutputSpec(
        OutputType type,
        OutputFormat format,
        String path,
        Optional<SyslogSpec> syslog,
        Optional<OutputSource> source,
        List<String> processes,
        List<LogStream> streams,
        Optional<LogLevel> level,
        Optional<RotationSpec> rotation) {

    static final Shape<OutputSpec> SHAPE = new Shape<>(
            "LogOutput",
            "One output of logs.",
            List.of(
                    Field.required("type", Type.choice(OutputType.class), "Where the lines go."),
                    Field.optional(
                            "format",
                            Type.choice(OutputFormat.class),
                            "Text",
                            "How a line looks: with the name of its process in front, or as a JSON object."),
                    Field.optional(
                            "path",
                            new Type.Text("an absolute path of a file", "/[^\\x00-\\x1f]*[^/\\x00-\\x1f]", 4000),
                            "The file of type File; its folder must exist."),
                    Field.optional(
                            "syslog",
                            new Type.Nested(SyslogSpec.SHAPE),
                            "Where an output of type Syslog goes; the local socket when absent."),
                    Field.optional(
                            "source",
                            Type.choice(OutputSource.class),
                            "Whose lines it takes: the processes', the supervisor's own log, or both; both when absent, and"
                                    + " only the processes' where processes is given."),
                    Field.optional(
                            "processes",
                            new Type.Many(Names.PROCESS, 1, 1000),
                            "The processes whose lines it takes; every one when absent."),
                    Field.optional(
                            "streams",
                            new Type.Many(Type.choice(LogStream.class), 1, 2),
                            "Which streams of those processes it takes; both when absent."),
                    Field.optional(
                            "level",
                            Type.choice(LogLevel.class),
                            "The least level that it takes; every one when absent. A line of a process is Info unless its logging"
                                    + " says how its level is found."),
                    Field.optional(
                            "rotation",
                            new Type.Nested(RotationSpec.SHAPE),
                            "How the file is rotated; rotation: {} has the defaults, it grows without end when absent.")),
            v -> new OutputSpec(
                    v.get("type"),
                    v.get("format"),
                    v.text("path", ""),
                    v.find("syslog"),
                    v.find("source"),
                    v.list("processes"),
                    v.list("streams"),
                    v.find("level"),
                    v.find("rotation")));

    public OutputSpec {
        processes = List.copyOf(processes);
        streams = List.copyOf(streams);
    }

    /** The least level that it takes. */
    public LogLevel least() {
        return level.orElse(LogLevel.Trace);
    }

    /** Where it goes when it is a Syslog. */
    public SyslogSpec syslogOrDefault() {
        return syslog.orElse(SyslogSpec.DEFAULT);
    }

    /** Whether it takes lines of a stream. */
    public boolean takes(LogStream stream) {
        return streams.isEmpty() || streams.contains(stream);
    }

    /** Whether lines of a process go there. */
    public boolean takes(String process) {
        return source.orElse(OutputSource.All) != OutputSource.Supervisor
                && (processes.isEmpty() || processes.contains(process));
    }

    /** Whether records of the supervisor's own log go there that have this level. */
    public boolean takes(LogLevel own) {
        OutputSource from = source.orElse(processes.isEmpty() ? OutputSource.All : OutputSource.Processes);
        return from != OutputSource.Processes && own.compareTo(least()) >= 0;
    }
}
