package dev.podvisor.logs;

/** The ways of one pipe's lines to the outputs that take them. For the pump's thread. */
final class Lanes implements LineTaker {

    static final Lanes NONE = new Lanes(new Lane[0], 0);

    private static final int LEAST_READ = 512;

    private final Lane[] lanes;
    private final int overhead;

    /** @param overhead how many bytes come with a line at most, besides its own */
    Lanes(Lane[] lanes, int overhead) {
        this.lanes = lanes;
        this.overhead = overhead;
    }

    /**
     * What follows has been read now.
     *
     * @param beyond whether it goes to outputs even beyond their mark
     */
    void begin(long millis, boolean beyond) {
        for (Lane lane : lanes) {
            lane.begin(millis, beyond);
        }
    }

    @Override
    public void line(byte[] from, int start, int end, LineFacts facts) {
        for (Lane lane : lanes) {
            lane.line(from, start, end, facts);
        }
    }

    void flush() {
        for (Lane lane : lanes) {
            lane.flush();
        }
    }

    /** Lines that the rate limit has left out. */
    void rateLimited(long lines) {
        for (Lane lane : lanes) {
            lane.rateLimited(lines);
        }
    }

    /**
     * How many bytes may be read now so that every output that is waited for takes all that becomes of them; 0 while one has no
     * room.
     */
    int readable(int most) {
        int readable = most;
        for (Lane lane : lanes) {
            int room = lane.sink().room();
            if (room <= 0) {
                return 0;
            }
            if (room < Integer.MAX_VALUE) {
                // Near the mark in small pieces, so that others get their turn; and all of it could be empty lines.
                int space = (lane.sink().space() - Batch.LARGEST_LINE) / overhead;
                readable = Math.min(readable, Math.max(LEAST_READ, Math.min(Math.max(room, 4096), space)));
            }
        }
        return readable;
    }

    /** The outputs without room tell once they have some; false when all have it by now, and none will tell. */
    boolean awaitRoom() {
        boolean waits = false;
        for (Lane lane : lanes) {
            if (lane.sink().room() <= 0) {
                lane.sink().awaitRoom();
                waits = true;
            }
        }
        return waits;
    }

    /** Whether an output is to be told of lines that are missing, or lines wait for it. */
    boolean behind() {
        for (Lane lane : lanes) {
            if (lane.behind()) {
                return true;
            }
        }
        return false;
    }

    /** Hands over what is behind, as far as there is room; true when nothing of it is left. */
    boolean catchUp() {
        boolean all = true;
        for (Lane lane : lanes) {
            if (!lane.catchUp()) {
                lane.sink().awaitRoom();
                all = false;
            }
        }
        return all;
    }

    /** A line about those that the rate limit has left out, to each output. */
    void tellRateLimited() {
        for (Lane lane : lanes) {
            lane.tellRateLimited();
        }
    }

    /** From now on outputs without room are waited for. */
    void waitForOutputs() {
        for (Lane lane : lanes) {
            lane.waitForOutput();
        }
    }

    /** Nothing more will come this way; true when all is with the outputs, false when lines wait for room. */
    boolean end() {
        flush();
        tellRateLimited();
        catchUp();
        return !holdsLines();
    }

    /** Whether lines wait for room in an output. */
    boolean holdsLines() {
        for (Lane lane : lanes) {
            if (lane.holdsLines()) {
                return true;
            }
        }
        return false;
    }

    /** Lines go another way from now on, and what waits for room is dropped. */
    void leave() {
        if (!end()) {
            for (Lane lane : lanes) {
                lane.leave();
            }
        }
    }
}
