package dev.podvisor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.http.Frames.Frame;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.StatusFeed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {

    private final StatusFeed feed = new StatusFeed();
    private final Frames frames = new Frames(feed, 250_000);
    private final List<Integer> dropped = new ArrayList<>();

    @Test
    void aSnapshotIsRenderedOnceForAll() {
        assertThat(frames.current()).isEmpty();
        feed.publish(SampleStatus.status(1));
        Frame first = frames.current().orElseThrow();
        assertThat(frames.current()).containsSame(first);
        feed.publish(SampleStatus.status(2));
        assertThat(frames.current().orElseThrow().sequence()).isEqualTo(2);
    }

    @Test
    void thoseWhoHoldTheOldestAreDroppedWhenTheBudgetIsExceeded() {
        for (int i = 1; i <= 5; i++) {
            int number = i;
            feed.publish(SampleStatus.large(i, 100)); // a little over 100 kB
            frames.hold(frames.current().orElseThrow(), () -> dropped.add(number));
            frames.hold(frames.current().orElseThrow(), () -> dropped.add(-number));
            assertThat(frames.heldBytes()).isLessThanOrEqualTo(250_000);
        }
        assertThat(dropped).containsExactly(1, -1, 2, -2);
    }

    @Test
    void whatIsReleasedNoLongerCounts() {
        Frames.Holder holder = () -> dropped.add(0);
        for (int i = 1; i <= 10; i++) {
            feed.publish(SampleStatus.large(i, 100));
            Frame frame = frames.current().orElseThrow();
            frames.hold(frame, holder);
            frames.release(frame, holder);
            frames.release(frame, holder);
        }
        assertThat(dropped).isEmpty();
        assertThat(frames.heldBytes()).isZero();
    }
}
