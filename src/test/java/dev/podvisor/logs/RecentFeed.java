package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podvisor.spec.LogStream;
import java.util.Map;

/** Puts lines into a {@link RecentLog} as the pump does, a character a byte. */
public final class RecentFeed {

    public static final long MILLIS = 1_790_000_000_000L;

    private final RecentLog log;
    private long millis = MILLIS;
    private int bytes = 64 * 1024;
    private Map<String, String> labels = Map.of();

    public RecentFeed(RecentLog log) {
        this.log = log;
    }

    /** How much rings keep from now on. */
    public RecentFeed keeping(int most) {
        bytes = most;
        return this;
    }

    /** When what follows is printed. */
    public RecentFeed at(long time) {
        millis = time;
        return this;
    }

    public RecentFeed labelled(Map<String, String> with) {
        labels = with;
        return this;
    }

    public void print(String process, String text) {
        print(process, 0, LogStream.Stdout, text);
    }

    public void print(String process, int replica, LogStream stream, String text) {
        RecentLane lane = lane(process, replica, stream);
        byte[] all = text.getBytes(ISO_8859_1);
        byte[] chunk = new byte[64 * 1024];
        LineCutter cutter = new LineCutter(new PartialLines(1024 * 1024));
        for (int at = 0; at < all.length; at += chunk.length) {
            int size = Math.min(chunk.length, all.length - at);
            System.arraycopy(all, at, chunk, 0, size);
            lane.begin(millis, chunk);
            cutter.feed(chunk, size, lane);
            lane.flush();
        }
        cutter.end(lane);
        lane.flush();
    }

    RecentLane lane(String process, int replica, LogStream stream) {
        return log.of(process, replica, bytes)
                .lane(new Origin(process, process, replica, 10 + replica, stream, labels));
    }
}
