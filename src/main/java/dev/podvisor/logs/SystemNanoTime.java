package dev.podvisor.logs;

import java.util.function.LongSupplier;

/** {@link System#nanoTime} without a lambda, which would load dozens of classes before the first child starts. */
final class SystemNanoTime implements LongSupplier {

    @Override
    public long getAsLong() {
        return System.nanoTime();
    }
}
