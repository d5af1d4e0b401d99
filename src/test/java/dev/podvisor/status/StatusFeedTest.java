package dev.podvisor.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StatusFeedTest {

    private final StatusFeed feed = new StatusFeed();

    @Test
    void isEmptyBeforeTheFirstSnapshot() throws InterruptedException {
        assertThat(feed.current()).isEmpty();
        assertThat(feed.await(0, Duration.ZERO)).isEmpty();
    }

    @Test
    void awaitReturnsAtOnceWhenThereIsANewerOne() throws InterruptedException {
        feed.publish(SampleStatus.status(3));
        assertThat(feed.await(2, Duration.ZERO)).map(Status::sequence).contains(3L);
        assertThat(feed.await(3, Duration.ZERO)).isEmpty();
    }

    @Test
    void awaitWakesUpWhenOneIsPublished() {
        CompletableFuture<Optional<Status>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return feed.await(0, Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        feed.publish(SampleStatus.status(1));
        assertThat(waiting.join()).map(Status::sequence).contains(1L);
    }
}
