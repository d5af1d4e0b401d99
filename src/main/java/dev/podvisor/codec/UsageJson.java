package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.podvisor.status.CgroupUsage;
import dev.podvisor.status.CgroupUsage.Pressure;
import dev.podvisor.status.NetworkUsage;
import dev.podvisor.status.Usage;
import java.io.IOException;
import java.util.List;

/** {@link Usage} as an object of the status document; what is unknown is left out. */
final class UsageJson {

    private UsageJson() {}

    static void write(String field, Usage usage, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("at", Rfc3339.format(usage.at()));
        known("cpuUserMicros", usage.cpuUserMicros(), json);
        known("cpuSystemMicros", usage.cpuSystemMicros(), json);
        known("rssBytes", usage.rssBytes(), json);
        known("vszBytes", usage.vszBytes(), json);
        known("swapBytes", usage.swapBytes(), json);
        known("ioReadBytes", usage.ioReadBytes(), json);
        known("ioWriteBytes", usage.ioWriteBytes(), json);
        known("fds", usage.fds(), json);
        known("threads", usage.threads(), json);
        known("processes", usage.processes(), json);
        if (usage.cgroup().isPresent()) {
            cgroup(usage.cgroup().get(), json);
        }
        if (!usage.network().isEmpty()) {
            write("network", usage.network(), json);
        }
        json.writeEndObject();
    }

    private static void cgroup(CgroupUsage cgroup, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("cgroup");
        known("memoryBytes", cgroup.memoryBytes(), json);
        known("memoryPeakBytes", cgroup.memoryPeakBytes(), json);
        known("periods", cgroup.periods(), json);
        known("throttledPeriods", cgroup.throttledPeriods(), json);
        known("throttledMicros", cgroup.throttledMicros(), json);
        json.writeObjectFieldStart("pressure");
        known("cpuSomeMicros", cgroup.pressure().cpuSomeMicros(), json);
        known("memorySomeMicros", cgroup.pressure().memorySomeMicros(), json);
        known("memoryFullMicros", cgroup.pressure().memoryFullMicros(), json);
        known("ioSomeMicros", cgroup.pressure().ioSomeMicros(), json);
        known("ioFullMicros", cgroup.pressure().ioFullMicros(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    static void write(String field, List<NetworkUsage> network, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (NetworkUsage one : network) {
            json.writeStartObject();
            json.writeStringField("name", one.name());
            json.writeNumberField("receiveBytes", one.receiveBytes());
            json.writeNumberField("transmitBytes", one.transmitBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void known(String field, long value, JsonGenerator json) throws IOException {
        if (value != Usage.UNKNOWN) {
            json.writeNumberField(field, value);
        }
    }

    static Usage read(JsonObject usage) throws IOException {
        return new Usage(
                usage.instant("at"),
                usage.known("cpuUserMicros"),
                usage.known("cpuSystemMicros"),
                usage.known("rssBytes"),
                usage.known("vszBytes"),
                usage.known("swapBytes"),
                usage.known("ioReadBytes"),
                usage.known("ioWriteBytes"),
                usage.known("fds"),
                usage.known("threads"),
                usage.known("processes"),
                usage.optional("cgroup", UsageJson::readCgroup),
                usage.has("network") ? readNetwork(usage) : List.of());
    }

    private static CgroupUsage readCgroup(JsonObject cgroup) throws IOException {
        return new CgroupUsage(
                cgroup.known("memoryBytes"),
                cgroup.known("memoryPeakBytes"),
                cgroup.known("periods"),
                cgroup.known("throttledPeriods"),
                cgroup.known("throttledMicros"),
                cgroup.optional("pressure", UsageJson::readPressure).orElse(Pressure.NONE));
    }

    private static Pressure readPressure(JsonObject pressure) throws IOException {
        return new Pressure(
                pressure.known("cpuSomeMicros"),
                pressure.known("memorySomeMicros"),
                pressure.known("memoryFullMicros"),
                pressure.known("ioSomeMicros"),
                pressure.known("ioFullMicros"));
    }

    static List<NetworkUsage> readNetwork(JsonObject of) throws IOException {
        return of.list(
                "network",
                one -> new NetworkUsage(one.text("name"), one.whole("receiveBytes"), one.whole("transmitBytes")));
    }
}
