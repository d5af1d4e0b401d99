package dev.podvisor.http;

import java.io.IOException;

/** What a server answers. Called by the connections' threads. */
interface Handler {

    /** Answers a request; false when the connection ends with it. */
    boolean answer(Request request, Response response, Connection client) throws IOException, HttpProblem;
}
