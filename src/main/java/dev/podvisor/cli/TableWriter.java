package dev.podvisor.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lays out rows in columns as kubectl does: three spaces between two, the last one not padded. */
final class TableWriter {

    private static final int GAP = 3;
    private static final int STATUS_COLUMN = 1;

    private final PrintWriter out;
    private final boolean colour;
    private final int[] widths;

    TableWriter(PrintWriter out, boolean colour, List<String> columns) {
        this.out = out;
        this.colour = colour;
        this.widths = new int[columns.size()];
    }

    void print(List<String> columns, List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(row.cells()));
        lines.forEach(this::widen);
        out.println(line(columns, StatusWord.None));
        rows.forEach(this::print);
    }

    /** A further row below the others; columns only grow. */
    void print(Row row) {
        widen(row.cells());
        out.println(line(row.cells(), row.word()));
    }

    private void widen(List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private String line(List<String> cells, StatusWord word) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(colour && i == STATUS_COLUMN ? word.colour().paint(cell) : cell);
            if (i < cells.size() - 1) {
                line.repeat(' ', widths[i] - cell.length() + GAP);
            }
        }
        return line.toString();
    }
}
