package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Messages that are sent from where they lie, many with one system call (sendmmsg(2), sendmsg(2)). The memory must stay until
 * they are sent. For one thread.
 */
public final class Outgoing {

    /** The most pieces of a message: memory that is used as a ring has two. */
    private static final int PIECES = 2;

    // struct mmsghdr on 64-bit Linux: a msghdr of 56 bytes, then how many bytes were sent.
    private static final int HEADER = 64;
    private static final int HEADER_PIECES = 16;
    private static final int HEADER_PIECE_COUNT = 24;

    private static final int PIECE = 16; // struct iovec

    private static final int FLAGS = Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL;

    private static final MemorySegment SENDMSG = Native.symbol("sendmsg");
    private static final MemorySegment SENDMMSG = Native.symbol("sendmmsg");

    private final int most;
    private final MemorySegment headers;
    private final MemorySegment pieces;
    private int messageCount;
    private int pieceCount;
    private int firstPiece;

    /** Room for so many messages, at most 512. */
    public Outgoing(int messages) {
        most = messages;
        headers = Arena.ofAuto().allocate((long) HEADER * messages, 8);
        pieces = Arena.ofAuto().allocate((long) PIECES * PIECE * messages, 8);
    }

    public void clear() {
        messageCount = 0;
        pieceCount = 0;
        firstPiece = 0;
    }

    public boolean isFull() {
        return messageCount == most;
    }

    /** How many messages there are. */
    public int count() {
        return messageCount;
    }

    /** Adds a piece to the message that is begun, its first or second. */
    public void add(MemorySegment memory, long offset, long count) {
        Objects.checkFromIndexSize(offset, count, memory.byteSize());
        long at = (long) PIECE * pieceCount++;
        pieces.set(JAVA_LONG, at, memory.address() + offset);
        pieces.set(JAVA_LONG, at + 8, count);
    }

    /** What follows is the next message. */
    public void end() {
        header(messageCount++, firstPiece, pieceCount - firstPiece);
        firstPiece = pieceCount;
    }

    private void header(int index, int from, int count) {
        long at = (long) HEADER * index;
        headers.set(JAVA_LONG, at + HEADER_PIECES, pieces.address() + (long) PIECE * from);
        headers.set(JAVA_LONG, at + HEADER_PIECE_COUNT, count);
    }

    /** Sends messages as datagrams of a connected socket; yields how many were sent, all of each, or a negative error number. */
    public int sendDatagrams(int fd) {
        try {
            return Native.call(SENDMMSG, fd, headers.address(), messageCount, FLAGS, 0, 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Sends one message as a datagram of a connected socket; yields its length or a negative error number. */
    public int sendDatagram(int fd, int index) {
        Objects.checkIndex(index, messageCount);
        try {
            return (int) Native.callLong(SENDMSG, fd, headers.address() + (long) HEADER * index, FLAGS, 0, 0, 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Sends all messages one behind the other on a stream; yields how many bytes were sent, or a negative error number. */
    public long sendStream(int fd) {
        header(0, 0, pieceCount);
        try {
            return Native.callLong(SENDMSG, fd, headers.address(), FLAGS, 0, 0, 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
