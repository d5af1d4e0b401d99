package dev.podvisor.spec;

import java.util.OptionalLong;

/**
 * How much of a resource, or which share of what the container has. Written as a Kubernetes quantity ({@code 500m}, {@code 2},
 * {@code 512Mi}) or as a whole percentage ({@code 50%}).
 *
 * @param value millicores or bytes, by the unit; percent from 1 to 100 for a share
 */
public record Amount(Unit unit, long value, boolean isShare) {

    /** What is measured, and in what. */
    public enum Unit {
        /** Thousandths of a processor core. */
        Millicores,
        /** Bytes. */
        Bytes
    }

    /** So much. */
    public static Amount of(Unit unit, long value) {
        return new Amount(unit, value, false);
    }

    /** So many bytes. */
    public static Amount bytes(long value) {
        return of(Unit.Bytes, value);
    }

    /** A share of what the container has, in percent. */
    public static Amount percent(Unit unit, int value) {
        return new Amount(unit, value, true);
    }

    /**
     * The amount in the unit, at least 1 for a share.
     *
     * @param container what the container has, in the unit; empty when that is not limited, of which there are no shares
     */
    public OptionalLong in(OptionalLong container) {
        if (!isShare) {
            return OptionalLong.of(value);
        }
        return container.isEmpty() ? OptionalLong.empty() : OptionalLong.of(share(container.getAsLong()));
    }

    /** Not multiplied as a whole, which could overflow. */
    private long share(long whole) {
        return Math.max(1, whole / 100 * value + whole % 100 * value / 100);
    }

    /** As a manifest writes it. */
    @Override
    public String toString() {
        return isShare ? value + "%" : Quantity.format(unit, value);
    }

    /** By content; written out, because a record's own costs the start of the first child milliseconds. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Amount amount
                && amount.unit == unit
                && amount.value == value
                && amount.isShare == isShare;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value) * 31 + unit.ordinal() * 2 + (isShare ? 1 : 0);
    }
}
