package dev.podvisor.cli;

import java.util.List;

/**
 * A line of the table.
 *
 * @param key of what it shows
 * @param word which the STATUS cell shows
 * @param cells one a column
 * @param facts what it says without the ages, which change by themselves
 */
record Row(String key, StatusWord word, List<String> cells, List<String> facts) {

    Row {
        cells = List.copyOf(cells);
        facts = List.copyOf(facts);
    }
}
