package dev.podvisor.cgroup;

/** {@code cpu.weight} of a CPU request, so that siblings share as containers of the same requests would. */
public final class Weights {

    /** The least the kernel takes. */
    public static final int MIN = 1;

    /** The most the kernel takes. */
    public static final int MAX = 10_000;

    /** What a cgroup has that nobody has written to. */
    public static final int DEFAULT = 100;

    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final double LN_2 = 0.693147180559945309417;

    private Weights() {}

    /**
     * The weight of a request in thousandths of a CPU. The request becomes cgroup v1 shares as the kubelet counts them (1024 for
     * one CPU, at least 2), and the shares a weight as runc 1.3.2 and later does: a curve through (2, 1), (1024, 100) and
     * (262144, 10000), {@code ceil(10^(L²/612 + 125L/612 − 7/34))} with {@code L} = log2(shares).
     */
    public static int ofRequest(long millicores) {
        long capped = Math.clamp(millicores, 0, 1000 * MAX_SHARES / 1024);
        long shares = Math.clamp(capped * 1024 / 1000, MIN_SHARES, MAX_SHARES);
        if (shares == MIN_SHARES) {
            return MIN;
        }
        if (shares == MAX_SHARES) {
            return MAX;
        }
        // The power of two is exact, so only what is left of it is rounded.
        int exponent = Math.getExponent((double) shares);
        double log2 = exponent + Math.log((double) shares / (1L << exponent)) / LN_2;
        double weight = Math.pow(10, (log2 * log2 + 125 * log2) / 612 - 7.0 / 34);
        return Math.clamp((long) Math.ceil(weight - 1e-9), MIN, MAX);
    }
}
