package dev.podvisor.cgroup;

/**
 * The {@code io.max} of one block device; {@link LeafSettings#MAX} is unlimited.
 *
 * @param device {@code MAJOR:MINOR} of a whole device, not of a partition
 * @param readBytes per second
 * @param writeBytes per second
 * @param readOperations per second
 * @param writeOperations per second
 */
public record IoLimit(String device, long readBytes, long writeBytes, long readOperations, long writeOperations) {

    public IoLimit {
        if (readBytes < 1 || writeBytes < 1 || readOperations < 1 || writeOperations < 1) {
            throw new IllegalArgumentException("cannot limit the io of " + device + " to less than 1 a second");
        }
    }

    /** The same device without limits. */
    IoLimit lifted() {
        return new IoLimit(device, LeafSettings.MAX, LeafSettings.MAX, LeafSettings.MAX, LeafSettings.MAX);
    }

    /** A line of {@code io.max}. */
    String text() {
        return device + " rbps=" + Setting.number(readBytes) + " wbps=" + Setting.number(writeBytes) + " riops="
                + Setting.number(readOperations) + " wiops=" + Setting.number(writeOperations);
    }
}
