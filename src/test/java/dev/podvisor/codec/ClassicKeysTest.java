package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.codec.ClassicKeys.Key;
import dev.podvisor.codec.ClassicKeys.Use;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.Amount.Unit;
import dev.podvisor.spec.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of the ancestors either works or is named in a warning; the page says the same. */
class ClassicKeysTest {

    private static final Path PAGE = Path.of("docs", "configuration", "classic.md");
    private static final Path FULL = Path.of("src/test/resources/dev/podvisor/codec/classic-full.yaml");
    private static final String BEGIN = "<!-- table -->\n";
    private static final String END = "<!-- end -->\n";

    /** All keys of PHPeek PM and Cbox Init 2.5.1; braces group as in a shell. */
    private static final String ANCESTORS = """
            version
            hooks.{pre-start,post-start,pre-stop,post-stop}.{name,command,timeout,retry,retry_delay,continue_on_error,env,working_dir}
            global.{shutdown_timeout,restart_policy,max_restart_attempts,restart_backoff,restart_backoff_initial,restart_backoff_max}
            global.{restart_stability_window,log_format,log_level,metrics_enabled,metrics_port,metrics_path,metrics_host}
            global.{api_enabled,api_port,api_host,api_socket,api_auth}
            global.{api_tls,metrics_tls}.{enabled,cert_file,key_file,ca_file,client_auth,min_version,auto_reload}
            global.{api_acl,metrics_acl}.{enabled,mode,allow_list,deny_list,trust_proxy}
            global.{resource_metrics_enabled,resource_metrics_interval,audit_enabled,tracing_enabled,tracing_exporter}
            global.schedule_history_size
            global.readiness.{enabled,path,mode,processes,http_port,http_host}
            global.{dependency_timeout,process_start_timeout,process_stop_timeout,max_process_scale}
            global.{log_timestamps,health_check_interval,autotune_memory_threshold}
            global.logging.outputs.{type,format,level,path,address,network,protocol,facility}
            global.logging.outputs.rotation.{max_size,max_age,max_backups,compress}
            global.api_rate_limit.{requests_per_second,burst,per_client}
            processes.*.{enabled,type,initial_state,command,working_dir,user,group,restart,scale,max_scale,depends_on,env,priority}
            processes.*.{schedule,schedule_timezone,schedule_timeout,schedule_max_concurrent,max_memory_mb,port_base}
            processes.*.heartbeat.{enabled,interval,grace}
            processes.*.resources.limits.{cpu,memory,memory_swap,pids}
            processes.*.resources.reservations.{cpu,memory}
            processes.*.health_check.{type,address,url,command,initial_delay,period,timeout}
            processes.*.health_check.{failure_threshold,success_threshold,expected_status,mode}
            processes.*.shutdown.{signal,timeout,kill_signal,graceful,pre_stop_hook}
            processes.*.logging.{stdout,stderr,labels,min_level}
            processes.*.logging.redaction.{enabled,patterns}
            processes.*.logging.redaction.patterns.{name,pattern,replacement}
            processes.*.logging.multiline.{enabled,pattern,max_lines,timeout}
            processes.*.logging.json.{enabled,detect_auto,extract_level,extract_message,merge_fields}
            processes.*.logging.level_detection.{enabled,patterns,default_level}
            processes.*.logging.filters.{exclude,include}
            processes.*.logging.files.{path,rotate}
            processes.*.logging.files.rotate.{max_size,max_files}
            """;

    static Stream<String> ancestors() {
        return ANCESTORS.lines().flatMap(line -> unfolded(line).stream());
    }

    @ParameterizedTest
    @MethodSource("ancestors")
    void everyKeyOfTheAncestorsWorksOrWarns(String path) {
        List<Key> found = new ArrayList<>();
        for (Key key : ClassicKeys.ALL) {
            boolean same = key.path().endsWith("_*")
                    ? path.startsWith(key.path().substring(0, key.path().length() - 1))
                    : path.equals(key.path());
            if (same || key.use() != Use.Works && path.startsWith(key.path() + ".")) {
                found.add(key);
            }
        }
        assertThat(found).hasSize(1);
    }

    @Test
    void inAFileOfAllKeysExactlyThoseThatDoNotWorkWarnOnTheirLines() throws IOException {
        List<String> file = Files.readAllLines(FULL);
        List<String> warnings = ClassicTexts.lines(Files.readString(FULL));
        int expected = 0;
        for (Key key : ClassicKeys.ALL) {
            String name = key.name().replace("tracing_*", "tracing_enabled");
            List<String> of = warnings.stream()
                    .filter(line -> line.matches(
                            ".*: warning: " + (key.parent().isEmpty() ? "" : key.parent() + "\\.") + name + ": it .*"))
                    .toList();
            if (key.use() == Use.Works) {
                assertThat(of).as(key.path()).isEmpty();
            } else {
                assertThat(of).as(key.path()).hasSize(1);
                int line = Integer.parseInt(of.getFirst().split(":")[1]);
                assertThat(file.get(line - 1).strip()).startsWith(name + ":");
                expected++;
            }
        }
        assertThat(warnings)
                .as("besides these: a name, a process left out, one not waited for")
                .hasSize(expected + 3);
    }

    @Test
    void theSeedsBlocksAreUsableWithWarnings() throws IOException {
        Path seed = FULL.resolveSibling("classic-seed.yaml");

        Resources resources = ClassicTexts.spec(Files.readString(seed), Map.of())
                .processes()
                .getFirst()
                .resources();
        assertThat(resources.limits().cpu()).hasValue(Amount.of(Unit.Millicores, 2000));
        assertThat(resources.limits().memory()).hasValue(Amount.bytes(2L << 30));
        assertThat(resources.limits().swap()).hasValue(Amount.bytes(2L << 30));
        assertThat(resources.limits().pids()).hasValue(512);
        assertThat(resources.requests().cpu()).hasValue(Amount.of(Unit.Millicores, 500));
        assertThat(resources.requests().memoryMin()).hasValue(Amount.bytes(512L << 20));
        assertThat(ClassicTexts.lines(Files.readString(seed)))
                .containsExactly(
                        "pm.yaml:21:3: warning: global.api_rate_limit: it does not work yet (requests are not limited by rate)",
                        "pm.yaml:33:22: warning: processes.php-fpm.resources.limits.memory_swap: it is swap on top of memory here, so both together are twice that; where it means their sum, as in Docker, there is no swap (write \"0\" if no swap is meant)");
    }

    @Test
    void theExampleHasEveryKeyThatWorks() throws IOException {
        String example = Files.readString(Path.of("configs", "examples", "classic.yaml"));

        assertThat(ClassicKeys.ALL)
                .filteredOn(key -> key.use() == Use.Works)
                .allSatisfy(key -> assertThat(example).containsPattern("(?m)^ *" + key.name() + ":"));
    }

    @Test
    void thePageHasTheTableOfTheReader() throws IOException {
        String page = Files.readString(PAGE);
        String whole =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("podvisor.update")) {
            Files.writeString(PAGE, whole);
        }
        assertThat(PAGE)
                .as("run the tests with -Dpodvisor.update=true to write it")
                .content()
                .isEqualTo(whole);
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("\n| key | works | what it becomes, or what holds instead |\n|---|---|---|\n");
        for (Key key : ClassicKeys.ALL) {
            String use = switch (key.use()) {
                case Works -> "yes";
                case Later -> "not yet: a warning";
                case Never -> "no: a warning";
            };
            String path = key.path().replace("processes.*", "processes.NAME");
            table.append("| `")
                    .append(path)
                    .append("` | ")
                    .append(use)
                    .append(" | ")
                    .append(key.text())
                    .append(" |\n");
        }
        return table.append('\n').toString();
    }

    /** The paths that a line with groups in braces stands for. */
    private static List<String> unfolded(String line) {
        int open = line.indexOf('{');
        if (open < 0) {
            return List.of(line);
        }
        int close = line.indexOf('}');
        return Stream.of(line.substring(open + 1, close).split(","))
                .flatMap(word -> unfolded(line.substring(0, open) + word + line.substring(close + 1)).stream())
                .toList();
    }
}
