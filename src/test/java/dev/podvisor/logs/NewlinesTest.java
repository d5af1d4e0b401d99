package dev.podvisor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NewlinesTest {

    @Test
    void findsANewlineAtEveryPlaceAndNothingElse() {
        for (int at = 0; at < 40; at++) {
            byte[] bytes = new byte[40];
            bytes[at] = '\n';
            for (int from = 0; from <= 40; from++) {
                assertThat(Newlines.find(bytes, from, 40)).isEqualTo(from <= at ? at : -1);
                assertThat(Newlines.find(bytes, 0, from)).isEqualTo(at < from ? at : -1);
            }
        }
    }

    @Test
    void agreesWithASearchByteByByteOnRandomBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        (byte) (random.nextInt(4) == 0 ? 8 + random.nextInt(4) : random.nextInt(256)); // near a newline
            }
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && bytes[expected] != '\n') {
                expected++;
            }
            assertThat(Newlines.find(bytes, from, bytes.length))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(expected == bytes.length ? -1 : expected);
            int count = 0;
            for (int i = from; i < bytes.length; i++) {
                count += bytes[i] == '\n' ? 1 : 0;
            }
            assertThat(Newlines.count(bytes, from, bytes.length)).isEqualTo(count);
            byte[] blank = bytes.clone();
            Newlines.blank(blank, from, blank.length);
            for (int i = 0; i < bytes.length; i++) {
                assertThat(blank[i]).isEqualTo(i >= from && bytes[i] == '\n' ? (byte) ' ' : bytes[i]);
            }
        }
    }
}
