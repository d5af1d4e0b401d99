package dev.podvisor.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Limits of one block device (io.max in the kernel's Documentation/admin-guide/cgroup-v2.rst); what is absent is not limited.
 *
 * @param device {@code major:minor}, as lsblk(8) shows it
 */
public record IoLimit(
        String device,
        Optional<Amount> readBytesPerSecond,
        Optional<Amount> writeBytesPerSecond,
        OptionalInt readOperationsPerSecond,
        OptionalInt writeOperationsPerSecond) {

    private static final Type DEVICE =
            new Type.Text("a device as major:minor (such as 8:0, see lsblk)", "[0-9]{1,4}:[0-9]{1,7}", 12);
    private static final Type OPERATIONS = new Type.Whole(1, Integer.MAX_VALUE, "operations per second");

    static final Shape<IoLimit> SHAPE = new Shape<>(
            "IoLimit",
            "Limits of one block device.",
            List.of(
                    Field.required("device", DEVICE, "The device as major:minor, as lsblk shows it."),
                    Field.optional("readBytesPerSecond", Type.bytes(1), "Bytes read per second."),
                    Field.optional("writeBytesPerSecond", Type.bytes(1), "Bytes written per second."),
                    Field.optional("readOperationsPerSecond", OPERATIONS, "Read operations per second."),
                    Field.optional("writeOperationsPerSecond", OPERATIONS, "Write operations per second.")),
            v -> new IoLimit(
                    v.text("device"),
                    v.find("readBytesPerSecond"),
                    v.find("writeBytesPerSecond"),
                    v.optionalWhole("readOperationsPerSecond"),
                    v.optionalWhole("writeOperationsPerSecond")));
}
