package dev.podvisor.usage;

import dev.podvisor.linux.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The interfaces of one network namespace; what counts on when one is made anew or its counters wrap. */
final class NetworkCounters {

    private static final int RECEIVE_BYTES = 0;
    private static final int RECEIVE_PACKETS = 1;
    private static final int TRANSMIT_BYTES = 2;
    private static final int TRANSMIT_PACKETS = 3;
    private static final int KINDS = 4;

    private static final int HEADING = 2; // lines of net/dev
    private static final int COLUMNS_BETWEEN = 6; // of receive, after bytes and packets

    /** So many interfaces may be remembered; beyond that, only those that are there. */
    private static final int REMEMBERED = 256;

    private final List<Interface> known = new ArrayList<>(2);

    /** One interface, with its name as the kernel has it. */
    private static final class Interface {
        final byte[] raw;
        final String name;
        final long[] last = new long[KINDS];
        final long[] before = new long[KINDS];

        Interface(byte[] raw) {
            this.raw = raw;
            this.name = new String(raw, StandardCharsets.UTF_8);
        }

        void take(long[] values) {
            for (int i = 0; i < KINDS; i++) {
                if (values[i] < last[i]) {
                    restart();
                    break;
                }
            }
            System.arraycopy(values, 0, last, 0, KINDS);
        }

        private void restart() {
            for (int i = 0; i < KINDS; i++) {
                before[i] += last[i];
            }
        }

        InterfaceUsage usage() {
            return new InterfaceUsage(
                    name,
                    before[RECEIVE_BYTES] + last[RECEIVE_BYTES],
                    before[RECEIVE_PACKETS] + last[RECEIVE_PACKETS],
                    before[TRANSMIT_BYTES] + last[TRANSMIT_BYTES],
                    before[TRANSMIT_PACKETS] + last[TRANSMIT_PACKETS]);
        }
    }

    private final long[] values = new long[KINDS];

    /** Takes in the text of {@code net/dev} and yields what its interfaces have counted. */
    List<InterfaceUsage> take(TextBuffer text) {
        for (int i = 0; i < HEADING; i++) {
            text.nextLine();
        }
        List<InterfaceUsage> usages = new ArrayList<>(Math.max(1, known.size()));
        while (text.position() < text.end()) {
            text.skipBlanks();
            int start = text.position();
            int colon = start;
            while (colon < text.end() && text.byteAt(colon) != ':' && text.byteAt(colon) != '\n') {
                colon++;
            }
            if (colon < text.end() && text.byteAt(colon) == ':') {
                Interface its = find(text, start, colon);
                text.moveTo(colon + 1);
                readValues(text);
                its.take(values);
                usages.add(its.usage());
            }
            text.nextLine();
        }
        if (known.size() > Math.max(REMEMBERED, usages.size())) {
            known.clear(); // names that come and go for ever must not fill the memory
        }
        return Collections.unmodifiableList(usages);
    }

    private void readValues(TextBuffer text) {
        values[RECEIVE_BYTES] = text.number();
        values[RECEIVE_PACKETS] = text.number();
        for (int i = 0; i < COLUMNS_BETWEEN; i++) {
            text.skipWord();
        }
        values[TRANSMIT_BYTES] = text.number();
        values[TRANSMIT_PACKETS] = text.number();
    }

    private Interface find(TextBuffer text, int start, int end) {
        for (int i = 0; i < known.size(); i++) {
            if (matches(known.get(i).raw, text, start, end)) {
                return known.get(i);
            }
        }
        byte[] raw = new byte[end - start];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = text.byteAt(start + i);
        }
        Interface added = new Interface(raw);
        known.add(added);
        return added;
    }

    private static boolean matches(byte[] raw, TextBuffer text, int start, int end) {
        if (raw.length != end - start) {
            return false;
        }
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != text.byteAt(start + i)) {
                return false;
            }
        }
        return true;
    }
}
