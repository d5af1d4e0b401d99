package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Sockets that connect and send without ever blocking, inherited by no child. Every method yields its result or a negative
 * error number ({@link Errno}). Thread-safe.
 */
public final class Sockets {

    /** Whole messages or none. */
    public static final int SOCK_DGRAM = 2;

    /** A stream of bytes. */
    public static final int SOCK_STREAM = 1;

    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SO_SNDBUF = 7;
    private static final int SO_KEEPALIVE = 9;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_USER_TIMEOUT = 18;

    private static final int UNIX_PATH = 108; // with a zero at its end (unix(7))

    private static final MemorySegment SOCKET = Native.symbol("socket");
    private static final MemorySegment CONNECT = Native.symbol("connect");
    private static final MemorySegment GETSOCKOPT = Native.symbol("getsockopt");
    private static final MemorySegment SETSOCKOPT = Native.symbol("setsockopt");
    private static final MemorySegment RECV = Native.symbol("recv");

    private Sockets() {}

    /** A socket of {@link #SOCK_DGRAM} or {@link #SOCK_STREAM} on its way to an address: see {@link #awaitConnected}. */
    public static int connect(int type, InetAddress host, int port) {
        try (Arena arena = Arena.ofConfined()) {
            boolean four = host instanceof Inet4Address;
            int length = four ? 16 : 28; // sockaddr_in, sockaddr_in6
            MemorySegment address = arena.allocate(length, 4);
            address.set(JAVA_SHORT, 0, (short) (four ? AF_INET : AF_INET6));
            address.set(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
            byte[] bytes = host.getAddress();
            MemorySegment.copy(bytes, 0, address, JAVA_BYTE, four ? 4 : 8, bytes.length);
            return connect(four ? AF_INET : AF_INET6, type, address, length);
        }
    }

    /** The same to a socket in the file system. */
    public static int connect(int type, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= UNIX_PATH) {
            return -Errno.ENAMETOOLONG;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2 + UNIX_PATH, 4);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
            return connect(AF_UNIX, type, address, 2 + bytes.length + 1);
        }
    }

    private static int connect(int family, int type, MemorySegment address, int length) {
        int fd = Native.call(SOCKET, family, type | SOCK_NONBLOCK_CLOEXEC, 0, 0, 0, 0);
        if (fd < 0) {
            return fd;
        }
        int result = Native.call(CONNECT, fd, address.address(), length, 0, 0, 0);
        if (result < 0 && result != -Errno.EINPROGRESS) {
            Libc.close(fd);
            return result;
        }
        return fd;
    }

    /** Waits at most so long until a socket is connected; 0 when it is. */
    public static int awaitConnected(int fd, int milliseconds) {
        int ready = Libc.awaitWritable(fd, milliseconds);
        return ready < 0 ? ready : ready == 0 ? -Errno.ETIMEDOUT : -takeError(fd);
    }

    /** The error number of what failed since the last call, such as a datagram that was refused; 0 for none. */
    public static int takeError(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT, 2);
            value.set(JAVA_INT, 4, 4);
            int result = Native.call(GETSOCKOPT, fd, SOL_SOCKET, SO_ERROR, value.address(), value.address() + 4, 0);
            return result < 0 ? -result : value.get(JAVA_INT, 0);
        }
    }

    /** Waits at most so long for something that fails; 0 when nothing has. */
    public static int awaitError(int fd, int milliseconds) {
        return Libc.poll(fd, (short) 0, milliseconds);
    }

    /** Whether the other side of a stream has closed it or broken it. What it has sent is thrown away. */
    public static boolean isLeft(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(512);
            long got = Native.callLong(RECV, fd, buffer.address(), 512, MSG_DONTWAIT, 0, 0);
            return got == 0 || got < 0 && got != -Errno.EAGAIN && got != -Errno.EINTR;
        }
    }

    /** How many bytes may be on their way; the kernel has a bound of its own for it (net.core.wmem_max). */
    public static int setSendBuffer(int fd, int bytes) {
        return set(fd, SOL_SOCKET, SO_SNDBUF, bytes);
    }

    /** A TCP connection fails when the other side has not answered for so long. */
    public static int setTimeout(int fd, int seconds) {
        set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
        set(fd, IPPROTO_TCP, TCP_KEEPIDLE, seconds);
        return set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 1000 * seconds);
    }

    private static int set(int fd, int level, int option, int to) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(JAVA_INT, to);
            return Native.call(SETSOCKOPT, fd, level, option, value.address(), 4, 0);
        }
    }
}
