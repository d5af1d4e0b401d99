package dev.podvisor.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.podvisor.status.Colour;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Prints records of lines as the processes printed them, with the name in front as soon as there is more than one; of JSON that was
 * taken apart the message, and the other members behind it. The pieces of a line that was too long for one record are one again.
 * For one thread.
 */
final class LogsPrinter implements LogsReader.Receiver {

    private final PrintWriter out;
    private final boolean colour;
    private final boolean timestamps;
    private final Map<String, Integer> replicas;
    private final Set<String> seen = new TreeSet<>();
    private final JsonFactory json = new JsonFactory();
    private boolean named;

    /** The label of the line that goes on in the next record; empty for none. */
    private String open = "";

    // Of the record at hand.
    private String time = "";
    private String process = "";
    private int replica;
    private String stream = "";
    private String message = "";
    private boolean partial;
    private final StringWriter memberText = new StringWriter();
    private @Nullable JsonGenerator members;

    /**
     * @param named whether names are in front from the beginning on
     * @param replicas how many each process has, where that is known
     */
    LogsPrinter(PrintWriter out, boolean colour, boolean timestamps, boolean named, Map<String, Integer> replicas) {
        this.out = out;
        this.colour = colour;
        this.timestamps = timestamps;
        this.named = named;
        this.replicas = replicas;
    }

    @Override
    public boolean take(byte[] line, boolean more) {
        try {
            parse(line);
        } catch (IOException e) {
            throw new CommandFailure("cannot read the logs: a record is no JSON (is podvisor of another version?)");
        }
        print();
        if (!more) {
            out.flush();
        }
        return more || !out.checkError();
    }

    /** Nothing more comes. */
    void end() {
        if (!open.isEmpty()) {
            out.print('\n');
            open = "";
        }
        out.flush();
    }

    private void parse(byte[] line) throws IOException {
        partial = false;
        message = "";
        members = null;
        memberText.getBuffer().setLength(0);
        try (JsonParser parser = json.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "@timestamp" -> time = parser.getText();
                    case "process" -> process = parser.getText();
                    case "replica" -> replica = parser.getIntValue();
                    case "stream" -> stream = parser.getText();
                    case "message" -> message = parser.getText();
                    case "partial" -> partial = parser.getBooleanValue();
                    case "level", "pid", "labels", "truncated", "suppressed", "skipped" -> parser.skipChildren();
                    default -> addMember(name, parser);
                }
            }
        }
        if (members != null) {
            members.close();
        }
    }

    /** A member that the process's own JSON has beside its message. */
    private void addMember(String name, JsonParser parser) throws IOException {
        JsonGenerator to = members;
        if (to == null) {
            to = json.createGenerator(memberText);
            to.writeStartObject();
            members = to;
        }
        to.writeFieldName(name);
        to.copyCurrentStructureExact(parser);
    }

    private void print() {
        boolean several = replica > 0 || replicas.getOrDefault(process, 1) > 1;
        String label = several ? process + "-" + replica : process;
        named |= seen.add(label) && seen.size() > 1;
        String key = label + ' ' + stream;
        if (!open.equals(key)) {
            if (!open.isEmpty()) {
                out.print('\n');
            }
            printHead(label);
        }
        out.print(message);
        if (members != null) {
            out.print(message.isEmpty() ? "" : " ");
            out.print(memberText);
        }
        if (!partial) {
            out.print('\n');
        }
        open = partial ? key : "";
    }

    private void printHead(String label) {
        if (timestamps) {
            out.print(time);
            out.print(' ');
        }
        if (named) {
            String bar = stream.equals("stderr") && colour ? Colour.RED.paint("|") : "|";
            out.print(colour ? Colour.ofName(process, label) : label);
            out.print(' ');
            out.print(bar);
            out.print(' ');
        }
    }
}
