package dev.podvisor.cli;

/** The few colours of a terminal that are used (ECMA-48, SGR). */
enum Colour {
    RED("31"),
    YELLOW("33"),
    GREEN("32"),
    NONE("");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    String paint(String text) {
        return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
