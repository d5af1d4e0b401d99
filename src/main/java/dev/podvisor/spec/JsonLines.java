package dev.podvisor.spec;

import java.util.List;

/**
 * How lines that are JSON objects are taken apart.
 *
 * @param messageFields the first of these that there is, is the message
 * @param levelFields the first of these that there is, is the level
 */
public record JsonLines(List<String> messageFields, List<String> levelFields) {

    private static final Type NAME = new Type.Text("a field's name", "[^\\x00-\\x1f\"\\\\]+", 100);

    static final Shape<JsonLines> SHAPE = new Shape<>(
            "JsonLines",
            "How lines that are JSON objects are taken apart: their message and level stand for those of the line, and their"
                    + " other fields are in the records of JSON outputs. A line that is no JSON object stays as it is.",
            List.of(
                    Field.optional(
                            "messageFields",
                            new Type.Many(NAME, 1, 20),
                            List.of("message", "msg", "log"),
                            "The first of these that there is, is the message."),
                    Field.optional(
                            "levelFields",
                            new Type.Many(NAME, 1, 20),
                            List.of("level", "severity", "lvl", "level_name"),
                            "The first of these that there is, is the level.")),
            v -> new JsonLines(v.list("messageFields"), v.list("levelFields")));

    public JsonLines {
        messageFields = List.copyOf(messageFields);
        levelFields = List.copyOf(levelFields);
    }
}
