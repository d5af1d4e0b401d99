package dev.podvisor.logs;

/** Takes the lines that are cut from what a pipe yields. */
interface LineTaker {

    /**
     * A line, given without its newline.
     *
     * @param cut whether it goes on in the next one, since it is longer than lines may be
     */
    void line(byte[] from, int start, int end, boolean cut);
}
