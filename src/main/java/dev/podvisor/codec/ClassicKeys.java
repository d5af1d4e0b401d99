package dev.podvisor.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every key of the classic form and what becomes of it: the reader, the overrides by environment and
 * {@code docs/configuration/classic.md} all go by this table. A key that does not work stands for all keys below it.
 */
final class ClassicKeys {

    /** The mapping of processes, and what is below any one of them. */
    static final String PROCESS = "processes.*";

    static final String GLOBAL = "global";
    static final String SHUTDOWN = "processes.*.shutdown";

    enum Use {
        /** It has its effect. */
        Works,
        /** It will have one. */
        Later,
        /** It has no place in podvisor. */
        Never
    }

    /**
     * @param path with {@code *} for the name of a process; a last segment may end in {@code *} for any ending
     * @param text what it becomes, or what holds instead
     */
    record Key(String path, Use use, String text) {

        String parent() {
            int dot = path.lastIndexOf('.');
            return dot < 0 ? "" : path.substring(0, dot);
        }

        String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        /** Whether a variable can set it. */
        boolean isSingle() {
            return REPEATED.stream().noneMatch(many -> path.equals(many) || path.startsWith(many + "."));
        }

        /** The text of a warning about the key. */
        String warning() {
            return use == Use.Later ? "it does not work yet" : "it has no meaning here";
        }
    }

    static final List<Key> ALL = List.of(
            works("version", "nothing, it only says which form this is"),
            later("hooks", "nothing runs before the first start or after the last end"),
            works("global", "fields of spec and of each process, see its keys"),
            works("processes", "spec.processes"),
            works("global.shutdown_timeout", "spec.terminationGracePeriodSeconds, 2 s more; default 30"),
            works("global.restart_policy", "restartPolicy of each longrun without one; default always"),
            works("global.max_restart_attempts", "maxRestarts; negative for no limit; default 3"),
            works("global.restart_backoff", "backoff.initialMilliseconds; default 5 s"),
            works("global.restart_backoff_initial", "backoff.initialMilliseconds, wins over restart_backoff"),
            works("global.restart_backoff_max", "backoff.maxSeconds; default 60 s"),
            works("global.restart_stability_window", "backoff.stabilizationWindowSeconds; default 60 s"),
            works("global.log_format", "format of each output without one; default text"),
            works("global.log_level", "level of each output without one; without outputs that of podvisor's own log"),
            later("global.log_timestamps", "lines of output are written without one"),
            works("global.logging", "spec.logging, see its keys"),
            works("global.logging.outputs", "spec.logging.outputs, see the keys of an output"),
            works("global.logging.outputs.type", "type: stdout, stderr, file or syslog"),
            works("global.logging.outputs.format", "format: json or text"),
            works(
                    "global.logging.outputs.level",
                    "level, of lines of processes as well, which are info unless detected"),
            works("global.logging.outputs.path", "path"),
            works("global.logging.outputs.address", "syslog.address: host:port over UDP, or the path of a socket"),
            works("global.logging.outputs.network", "syslog.address: udp, tcp or unix in front of it"),
            works("global.logging.outputs.facility", "syslog.facility; default daemon"),
            works("global.logging.outputs.protocol", "syslog.protocol: rfc5424 or rfc3164"),
            works("global.logging.outputs.rotation", "rotation, also of a file without one, see its keys"),
            works("global.logging.outputs.rotation.max_size", "rotation.maxSize; default 100Mi"),
            works("global.logging.outputs.rotation.max_age", "rotation.maxAgeDays: 30, 30d or 720h; 0 for any age"),
            works("global.logging.outputs.rotation.max_backups", "rotation.maxBackups; default 10, 0 for none"),
            works("global.logging.outputs.rotation.compress", "rotation.compress; default true"),
            works("global.metrics_enabled", "spec.http: /metrics is served; default false"),
            works("global.metrics_port", "spec.http.port; default 9090"),
            works("global.metrics_path", "nothing; it is always /metrics, any other is a warning"),
            works("global.metrics_host", "spec.http.address: an IP address or localhost; default all"),
            later("global.metrics_tls", "/metrics is served without TLS"),
            later("global.metrics_acl", "/metrics is for everybody who reaches its port"),
            works("global.resource_metrics_enabled", "nothing; usage is always measured, false is a warning"),
            works("global.resource_metrics_interval", "spec.usage.intervalSeconds; default 5 s"),
            later("global.api_enabled", "the API is on a unix socket, and always on"),
            later("global.api_port", "the API is on a unix socket"),
            later("global.api_host", "the API is on a unix socket"),
            later("global.api_auth", "the API is on a unix socket that only its owner and group can open"),
            later("global.api_tls", "the API is on a unix socket"),
            later("global.api_acl", "the API is on a unix socket that only its owner and group can open"),
            later("global.api_rate_limit", "requests are not limited by rate"),
            never("global.api_socket", "use --socket or the variable PODVISOR_SOCKET"),
            later("global.audit_enabled", "calls of the API are not recorded"),
            never("global.tracing_*", "podvisor sends no traces"),
            later("global.schedule_history_size", "schedules do not work yet"),
            later("global.readiness", "there is no readiness endpoint"),
            later("global.health_check_interval", "health checks do not work yet"),
            never("global.dependency_timeout", "a process waits for its dependencies as long as it takes"),
            never("global.process_start_timeout", "a process has started once its program runs"),
            never("global.process_stop_timeout", "use shutdown.timeout of the process or global.shutdown_timeout"),
            later("global.max_process_scale", "a process cannot be scaled while it runs"),
            never("global.autotune_memory_threshold", "PHP-FPM is not tuned; set pm.max_children in its pool"),
            works("processes.*.enabled", "nothing; a process without enabled: true is left out; default false"),
            works("processes.*.type", "of a oneshot: restartPolicy Never, and dependents wait for Completed"),
            works("processes.*.command", "command"),
            works("processes.*.working_dir", "workingDir"),
            works("processes.*.env", "env"),
            works("processes.*.restart", "restartPolicy"),
            works("processes.*.scale", "replicas"),
            works("processes.*.depends_on", "dependsOn: Completed for a oneshot, else Started"),
            works("processes.*.shutdown", "fields of the process, see its keys"),
            works("processes.*.shutdown.signal", "stopSignal"),
            works("processes.*.shutdown.timeout", "terminationGracePeriodSeconds"),
            works("processes.*.shutdown.kill_signal", "nothing; it is always SIGKILL, any other is a warning"),
            never("processes.*.shutdown.graceful", "a stop always asks first; shutdown.timeout says how long"),
            later("processes.*.shutdown.pre_stop_hook", "the stop begins with the signal"),
            later("processes.*.initial_state", "it is started, or with stopped left out"),
            never("processes.*.priority", "the order is that of depends_on"),
            later("processes.*.user", "it runs as the user that podvisor runs as"),
            later("processes.*.group", "it runs with the group that podvisor runs with"),
            later("processes.*.max_scale", "it cannot be scaled while it runs"),
            later("processes.*.schedule", "the process is left out"),
            later("processes.*.schedule_timezone", "schedules do not work yet"),
            later("processes.*.schedule_timeout", "schedules do not work yet"),
            later("processes.*.schedule_max_concurrent", "schedules do not work yet"),
            later("processes.*.heartbeat", "no heartbeat is sent"),
            works("processes.*.max_memory_mb", "resources.memoryWatchdog, in Mi; 0 for none"),
            later("processes.*.port_base", "PORT is not set; podvisor sets PODVISOR_REPLICA, which counts from 0"),
            works("processes.*.resources", "resources, see its keys"),
            works("processes.*.resources.limits", "resources.limits, see its keys"),
            works("processes.*.resources.limits.cpu", "resources.limits.cpu"),
            works("processes.*.resources.limits.memory", "resources.limits.memory"),
            works("processes.*.resources.limits.memory_swap", "resources.limits.swap: on top of memory, not their sum"),
            works("processes.*.resources.limits.pids", "resources.limits.pids"),
            works("processes.*.resources.reservations", "resources.requests, see its keys"),
            works("processes.*.resources.reservations.cpu", "resources.requests.cpu"),
            works("processes.*.resources.reservations.memory", "resources.requests.memoryMin: never taken back"),
            later("processes.*.health_check", "it counts as ready once it has started"),
            works("processes.*.logging", "logging, see its keys"),
            works("processes.*.logging.stdout", "false: outputs of its own that take stderr alone; default true"),
            works("processes.*.logging.stderr", "false: outputs of its own that take stdout alone; default true"),
            works("processes.*.logging.labels", "logging.labels"),
            works("processes.*.logging.min_level", "logging.level; levels are then looked for"),
            works("processes.*.logging.redaction", "logging.redact, if enabled, see its keys"),
            works("processes.*.logging.redaction.enabled", "whether there is any; default false"),
            works("processes.*.logging.redaction.patterns", "logging.redact, see the keys of one"),
            works("processes.*.logging.redaction.patterns.name", "nothing, it only names the pattern"),
            works("processes.*.logging.redaction.patterns.pattern", "pattern"),
            works("processes.*.logging.redaction.patterns.replacement", "replacement; default [redacted]"),
            works("processes.*.logging.multiline", "logging.multiline, if enabled, see its keys"),
            works("processes.*.logging.multiline.enabled", "whether lines are joined; default false"),
            works("processes.*.logging.multiline.pattern", "logging.multiline.startPattern"),
            works("processes.*.logging.multiline.max_lines", "logging.multiline.maxLines; default 500"),
            works("processes.*.logging.multiline.timeout", "logging.multiline.timeoutMilliseconds; default 1 s"),
            works("processes.*.logging.json", "logging.json, if enabled, see its keys"),
            works("processes.*.logging.json.enabled", "whether lines are taken apart; default false"),
            works("processes.*.logging.json.detect_auto", "nothing; it is always so, false is a warning"),
            works("processes.*.logging.json.extract_level", "nothing; it is always so, false is a warning"),
            works("processes.*.logging.json.extract_message", "nothing; it is always so, false is a warning"),
            works("processes.*.logging.json.merge_fields", "nothing; it is always so, false is a warning"),
            works("processes.*.logging.level_detection", "logging.levelDetection, if enabled, see its keys"),
            works("processes.*.logging.level_detection.enabled", "whether levels are looked for; default false"),
            works(
                    "processes.*.logging.level_detection.patterns",
                    "logging.levelDetection.patterns, a level for each key"),
            works(
                    "processes.*.logging.level_detection.default_level",
                    "logging.levelDetection.otherwise; default info"),
            works("processes.*.logging.filters", "logging.include and logging.exclude, see its keys"),
            works("processes.*.logging.filters.exclude", "logging.exclude"),
            works("processes.*.logging.filters.include", "logging.include"),
            works(
                    "processes.*.logging.files",
                    "logging.outputs, each with a name; stdout and stderr take that stream alone"),
            works("processes.*.logging.files.path", "path"),
            works("processes.*.logging.files.rotate", "rotation, also of a file without one, see its keys"),
            works("processes.*.logging.files.rotate.max_size", "rotation.maxSize; default 100Mi"),
            works("processes.*.logging.files.rotate.max_files", "rotation.maxBackups; default 10"));

    /** What has many of the keys below it, so that a variable cannot mean one of them. */
    static final Set<String> REPEATED = Set.of(
            "global.logging.outputs",
            "processes.*.logging.redaction.patterns",
            "processes.*.logging.level_detection.patterns",
            "processes.*.logging.labels",
            "processes.*.logging.files");

    private static final Map<String, Map<String, Key>> BELOW = below();

    private ClassicKeys() {}

    /** The key of this name below {@code parent}, which is a path of the table. */
    static Optional<Key> find(String parent, String name) {
        Map<String, Key> keys = BELOW.getOrDefault(parent, Map.of());
        Key exact = keys.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (Key key : keys.values()) {
            if (key.name().endsWith("*")
                    && name.startsWith(key.name().substring(0, key.name().length() - 1))) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** The names of all keys below {@code parent}. */
    static List<String> names(String parent) {
        return new ArrayList<>(BELOW.getOrDefault(parent, Map.of()).keySet());
    }

    private static Map<String, Map<String, Key>> below() {
        Map<String, Map<String, Key>> below = new LinkedHashMap<>();
        for (Key key : ALL) {
            below.computeIfAbsent(key.parent(), _ -> new LinkedHashMap<>()).put(key.name(), key);
        }
        return below;
    }

    private static Key works(String path, String text) {
        return new Key(path, Use.Works, text);
    }

    private static Key later(String path, String text) {
        return new Key(path, Use.Later, text);
    }

    private static Key never(String path, String text) {
        return new Key(path, Use.Never, text);
    }
}
