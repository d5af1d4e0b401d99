package dev.podvisor.http;

import dev.podvisor.spec.Suggestion;
import java.util.Collection;
import java.util.List;

/** The refusals that do not depend on what a path is about. */
final class Routes {

    private Routes() {}

    static HttpProblem notFound(Request request, List<String> paths) {
        String there = paths.size() == 1 ? "there is " : "there are ";
        String hint = Suggestion.didYouMean(request.path(), paths).orElse(there + String.join(", ", paths));
        return new HttpProblem(
                HttpStatus.NOT_FOUND,
                "cannot find " + HttpProblem.echo(request.path()) + ": no such path (" + hint + ")");
    }

    static void readOnly(Request request, String path) throws HttpProblem {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw wrongMethod(request, path, "it can only be read (use GET)", "Allow: GET, HEAD");
        }
    }

    /** For what changes something. */
    static void action(Request request, String path) throws HttpProblem {
        if (!request.method().equals("POST")) {
            throw wrongMethod(request, path, "it is an action (use POST)", "Allow: POST");
        }
    }

    /** @param what cannot be done, such as {@code pause the process} */
    static HttpProblem noProcess(String what, String name, Collection<String> known) {
        String hint = Suggestion.didYouMean(name, known).orElse("podvisor status shows all");
        return new HttpProblem(
                HttpStatus.NOT_FOUND,
                "cannot " + what + " " + HttpProblem.echo(name) + ": there is no such process (" + hint + ")");
    }

    private static HttpProblem wrongMethod(Request request, String path, String why, String allow) {
        return new HttpProblem(
                HttpStatus.METHOD_NOT_ALLOWED,
                "cannot " + HttpProblem.echo(request.method()) + " " + path + ": " + why,
                allow);
    }
}
