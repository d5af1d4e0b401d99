package dev.podvisor.supervise;

import java.time.Instant;

/** The two clocks: decisions follow the monotonic one, so a jump of the wall clock changes nothing but what is shown. */
public interface Clock {

    Clock SYSTEM = new Clock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant wall() {
            return Instant.now();
        }
    };

    /** Nanoseconds of a clock that never jumps; only differences mean something. */
    long nanos();

    /** The time of day. */
    Instant wall();
}
