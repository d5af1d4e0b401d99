package dev.podvisor.logs;

/** Learns how many lines of a source have been lost. Called on the pump's thread, so it must be quick and not throw. */
public interface DropListener {

    /** For those who do not care. */
    DropListener NONE = new DropListener() { // no lambda: this class is needed before the first child starts
                @Override
                public void linesDropped(LogSource source, long total) {}
            };

    /**
     * Lines were dropped since the last call; calls for one source are at least a second apart.
     *
     * @param total lines of the source dropped since it was made
     */
    void linesDropped(LogSource source, long total);
}
