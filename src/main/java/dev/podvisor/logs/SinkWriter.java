package dev.podvisor.logs;

/** The thread of a {@link BufferedSink}, which writes to its target. */
final class SinkWriter extends Thread {

    private final BufferedSink sink;

    SinkWriter(BufferedSink sink, String name) {
        super(name);
        this.sink = sink;
        setDaemon(true);
    }

    @Override
    public void run() {
        sink.writeAll();
    }
}
