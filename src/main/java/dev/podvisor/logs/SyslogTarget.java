package dev.podvisor.logs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.Outgoing;
import dev.podvisor.linux.Sockets;
import dev.podvisor.logs.SyslogAddress.Transport;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server: the messages that {@link SyslogLine} has put into the buffer go there over UDP, over TCP with octet counting
 * (RFC 6587, 3.4.1), or to a local socket, of datagrams or of lines. Never waits longer than 3 s, but for the name of the host,
 * which is looked up each time it connects, over UDP each minute. For the thread of its sink.
 *
 * <p>A message counts as written when the kernel has all of it. Syslog has no receipts: what was on its way when a connection
 * broke may be lost, and is not sent again. A message of which only a part was sent is sent again whole, on a new connection. Over
 * UDP the messages of one call are kept together: when one of them is refused, by an ICMP message within the time that is waited
 * for it, all are sent again later, which may repeat some, where the server went away between two of them.
 */
final class SyslogTarget implements Target {

    private static final int MOST_MESSAGES = 256;
    private static final int CONNECT_MILLIS = 3000;
    private static final int SLICE_MILLIS = 100;

    // How long a refusal of datagrams is waited for: of many, and of one that goes ahead of them.
    private static final int REFUSAL_MILLIS = 1;
    private static final int FIRST_REFUSAL_MILLIS = 50;

    /** How long a server of TCP may be silent before it counts as gone, in seconds. */
    private static final int SILENCE = 60;

    private static final int LEAST_DATAGRAM = 480; // what every receiver takes (RFC 5424, 6.1)
    private static final int SEND_BUFFER = 256 * 1024;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long RENEW_NANOS = 60 * SECOND_NANOS;

    private final SyslogAddress address;
    private @Nullable Outgoing messages;

    private int fd = -1;
    private boolean stream;
    private long connectedAt;

    /** Whether this connection has taken datagrams. */
    private boolean used;

    /** When a datagram over UDP has last been sent that was not refused. */
    private long acceptedAt;

    /** Which of a host's addresses is tried first: after a refusal over UDP, the next. */
    private int turn;

    /** How much of the first message is sent, on a stream. */
    private int sentOfFirst;

    /** The longest datagram that the kernel has not refused yet. */
    private int largest = SyslogLine.LARGEST_DATAGRAM;

    // What lies in the buffer: its head moves when the sink gives up, while this thread is still at it.
    private MemorySegment memory = MemorySegment.NULL;
    private long head;
    private int available;

    // The message at hand, as offsets from the head.
    private int wireStart;
    private int wireEnd;
    private int frameEnd;

    SyslogTarget(SyslogAddress address) {
        this.address = address;
    }

    @Override
    public long write(ByteRing ring, int count) {
        memory = ring.memory();
        head = ring.head();
        available = count;
        if (fd >= 0 && stream && Sockets.isLeft(fd)) {
            int error = again(Errno.ECONNRESET);
            if (error < 0) {
                return error;
            }
        }
        int error = fd < 0 ? connect() : 0;
        if (error < 0) {
            return error;
        }
        renew();
        try {
            return stream ? sendStream() : sendDatagrams();
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    private int connect() {
        int error = address.transport() == Transport.Unix ? connectLocal() : connectAny();
        if (error < 0) {
            close();
            return error;
        }
        connectedAt = System.nanoTime();
        used = false;
        acceptedAt = connectedAt - SECOND_NANOS;
        return 0;
    }

    private int connectLocal() {
        stream = false;
        fd = Sockets.connect(Sockets.SOCK_DGRAM, address.host());
        if (fd == -Errno.EPROTOTYPE) {
            stream = true;
            fd = Sockets.connect(Sockets.SOCK_STREAM, address.host());
        } else if (fd >= 0) {
            Sockets.setSendBuffer(fd, SEND_BUFFER);
        }
        return Math.min(fd, 0);
    }

    private int connectAny() {
        InetAddress[] hosts;
        try {
            hosts = InetAddress.getAllByName(address.host());
        } catch (UnknownHostException unknown) {
            return -Errno.UNKNOWN_HOST;
        }
        stream = address.transport() == Transport.Tcp;
        int error = -Errno.UNKNOWN_HOST;
        for (int i = 0; i < hosts.length && error < 0; i++) {
            InetAddress host = hosts[Math.floorMod(turn + i, hosts.length)];
            fd = Sockets.connect(stream ? Sockets.SOCK_STREAM : Sockets.SOCK_DGRAM, host, address.port());
            error = fd < 0 ? fd : stream ? Sockets.awaitConnected(fd, CONNECT_MILLIS / hosts.length) : 0;
            if (error < 0) {
                close();
            } else if (stream) {
                Sockets.setTimeout(fd, SILENCE);
            } else {
                Sockets.setSendBuffer(fd, SEND_BUFFER);
            }
        }
        return error;
    }

    /** UDP does not notice that another machine has the name now. */
    private void renew() {
        if (address.transport() == Transport.Udp && System.nanoTime() - connectedAt > RENEW_NANOS) {
            int before = fd;
            connectedAt = System.nanoTime();
            if (connectAny() < 0) {
                fd = before;
            } else {
                Libc.close(before);
            }
        }
    }

    /**
     * After an error that a restart of the server explains: connects anew at once, which yields 0. Not so where the last connection
     * has taken nothing, and not twice in a second to a stream: whoever takes connections only to break them gets little then.
     */
    private int again(int error) {
        boolean patient = stream ? System.nanoTime() - connectedAt < SECOND_NANOS : !used;
        close();
        return patient ? -error : connect();
    }

    private long sendStream() {
        Outgoing out = messages();
        int skipped = sentOfFirst;
        for (int at = 0; at < available && !out.isFull(); at = frameEnd) {
            find(at);
            add(out, wireStart + skipped, wireEnd);
            skipped = 0;
        }
        long sent = out.sendStream(fd);
        if (sent == -Errno.EAGAIN || sent == -Errno.EINTR) {
            Libc.awaitWritable(fd, SLICE_MILLIS);
            return 0;
        }
        if (sent < 0) {
            return again((int) -sent);
        }
        int left = sentOfFirst + (int) sent;
        int done = 0;
        while (left > 0) {
            find(done);
            if (left < wireEnd - wireStart) {
                break;
            }
            left -= wireEnd - wireStart;
            done = frameEnd;
        }
        sentOfFirst = left;
        return done;
    }

    private long sendDatagrams() {
        Outgoing out = messages();
        boolean udp = address.transport() == Transport.Udp;
        boolean first = udp && System.nanoTime() - acceptedAt >= SECOND_NANOS;
        for (int at = 0; at < available && out.count() < (first ? 1 : MOST_MESSAGES); at = frameEnd) {
            find(at);
            add(out, wireStart, Math.min(wireEnd, wireStart + largest));
        }
        int sent = udp ? sendUnlessRefused(out, first) : out.sendDatagrams(fd);
        if (sent > 0) {
            used = true;
            return end(sent);
        }
        return switch (-sent) {
            case Errno.EAGAIN, Errno.ENOBUFS, Errno.EINTR -> {
                Libc.awaitWritable(fd, SLICE_MILLIS);
                yield 0;
            }
            case Errno.EMSGSIZE -> {
                largest = Math.max(LEAST_DATAGRAM, largest / 2);
                yield largest == LEAST_DATAGRAM ? sent : 0;
            }
            default -> udp ? failed(sent) : again(-sent);
        };
    }

    /**
     * Sends datagrams, each with a call of its own, since sendmmsg(2) keeps to itself that one in the middle was refused. A refusal
     * is there at once on this machine, or as soon as it gets to a processor, and after a round trip from another; it is the next
     * call that fails then, and it does not say which datagram was meant. So when there is one, none of these counts: nobody
     * listens, or not any more. After a pause one goes ahead of the others and is waited for longer. Yields how many count.
     */
    private int sendUnlessRefused(Outgoing out, boolean first) {
        int sent = 0;
        int error = 0;
        while (sent < out.count() && error == 0) {
            error = Math.min(0, out.sendDatagram(fd, sent));
            sent += error == 0 ? 1 : 0;
        }
        if (error == -Errno.ECONNREFUSED || sent == 0) {
            return error;
        }
        Sockets.awaitError(fd, first ? FIRST_REFUSAL_MILLIS : REFUSAL_MILLIS);
        int refusal = Sockets.takeError(fd);
        if (refusal != 0) {
            return -refusal;
        }
        acceptedAt = System.nanoTime();
        return sent;
    }

    private int failed(int error) {
        close();
        turn++;
        return error;
    }

    /** Where so many messages end. */
    private int end(int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            find(at);
            at = frameEnd;
        }
        return at;
    }

    private Outgoing messages() {
        Outgoing known = messages;
        if (known == null) {
            known = new Outgoing(MOST_MESSAGES);
            messages = known;
        }
        known.clear();
        return known;
    }

    private void add(Outgoing out, int start, int end) {
        long from = index(start);
        long straight = Math.min(end - start, memory.byteSize() - from);
        out.add(memory, from, straight);
        if (straight < end - start) {
            out.add(memory, 0, end - start - straight);
        }
        out.end();
    }

    private long index(int offset) {
        return (head + offset) % memory.byteSize();
    }

    /** Takes apart what {@link SyslogLine} has put at an offset: {@code length message newline}. */
    private void find(int offset) {
        int at = offset;
        int size = 0;
        byte digit = memory.get(JAVA_BYTE, index(at));
        while (digit >= '0' && digit <= '9' && at < available) {
            size = 10 * size + digit - '0';
            digit = memory.get(JAVA_BYTE, index(++at));
        }
        int start = at + 1;
        frameEnd = start + size + 1;
        if (digit != ' ' || frameEnd > available) {
            throw new IllegalStateException("cannot send what is no syslog message");
        }
        wireStart = address.transport() == Transport.Tcp ? offset : start;
        wireEnd = stream && address.transport() == Transport.Unix ? frameEnd : start + size;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
        }
        fd = -1;
        sentOfFirst = 0;
    }
}
