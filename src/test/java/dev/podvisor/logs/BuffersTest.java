package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BuffersTest {

    @Test
    void bytesLeaveTheRingInTheOrderInWhichTheyCame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteRing ring = new ByteRing(4096);
        ArrayDeque<Byte> model = new ArrayDeque<>();
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[random.nextInt(1000)];
            random.nextBytes(bytes);
            int count = Math.min(random.nextInt(bytes.length + 1), ring.room());
            ring.append(bytes, count);
            for (int i = 0; i < count; i++) {
                model.add(bytes[i]);
            }
            int taken = random.nextInt(ring.straight() + 1);
            for (int i = 0; i < taken; i++) {
                assertThat(ring.memory().get(ValueLayout.JAVA_BYTE, ring.head() + i))
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(model.remove());
            }
            ring.remove(taken);
            assertThat(ring.length()).isEqualTo(model.size()).isEqualTo(4096 - ring.room());
        }
    }

    @Test
    void anEmptyRingStartsAtItsFirstPageAgain() {
        ByteRing ring = new ByteRing(4096);
        ring.append(new byte[3000], 3000);
        ring.remove(3000);
        assertThat(ring.head()).isZero();
        ring.append("a\nb\n".getBytes(US_ASCII), 4);
        assertThat(ring.newlines(4)).isEqualTo(2);
        ring.remove(4);
        ring.release();
        ring.append("c\n".getBytes(US_ASCII), 2);
        assertThat(ring.newlines(2)).isEqualTo(1);
    }

    @Test
    void linesAreCountedWhenTheLastOfTheirRunIsWritten() {
        LogSource web = new LogSource("web");
        LogSource worker = new LogSource("worker");
        Runs runs = new Runs();
        runs.add(web, 10, 2);
        runs.add(web, 5, 1);
        runs.add(worker, 7, 1);
        runs.written(14);
        assertThat(web.written()).isZero();
        runs.written(2);
        assertThat(web.written()).isEqualTo(3);
        assertThat(worker.written()).isZero();
        assertThat(runs.firstBytes()).isEqualTo(6);
        assertThat(runs.firstLines()).isEqualTo(1);
        runs.end(1);
        assertThat(worker.dropped()).isEqualTo(1);
        assertThat(runs.empty()).isTrue();
    }

    @Test
    void manyRunsKeepTheirOrderWhileTheQueueGrowsAndAreBounded() {
        LogSource[] sources = {new LogSource("a"), new LogSource("b"), new LogSource("c")};
        Runs runs = new Runs();
        int added = 0;
        while (!runs.full()) {
            runs.add(sources[added % 3], 4, 1);
            added++;
            if (added % 5 == 0) {
                runs.written(4);
            }
        }
        assertThat(added).isGreaterThan(16_000);
        runs.written((added - added / 5) * 4);
        assertThat(runs.empty()).isTrue();
        assertThat(sources[0].written() + sources[1].written() + sources[2].written())
                .isEqualTo(added);
        assertThat(sources[0].written() - sources[2].written()).isBetween(0L, 1L);
    }
}
