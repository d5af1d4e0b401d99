package dev.podvisor.cli;

import dev.podvisor.codec.StatusText;
import dev.podvisor.status.Status;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints one status, and then what has changed in each further one. The notes go to standard error: the table stays a table. */
final class StatusPrinter {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Surroundings surroundings;
    private final OutputFormat format;
    private final List<String> columns;
    private final TableWriter table;
    private final Map<String, Row> shown = new LinkedHashMap<>();
    private final Set<String> noted = new HashSet<>();

    StatusPrinter(PrintWriter out, PrintWriter err, Surroundings surroundings, OutputFormat format) {
        this.out = out;
        this.err = err;
        this.surroundings = surroundings;
        this.format = format;
        this.columns = format == OutputFormat.wide ? StatusRows.WIDE_COLUMNS : StatusRows.COLUMNS;
        this.table = new TableWriter(out, surroundings.colour(), columns);
    }

    void first(Status status) {
        List<Row> rows = rows(status);
        if (rows.isEmpty()) {
            err.println("podvisor has no processes");
        } else {
            table.print(columns, rows);
            rows.forEach(row -> shown.put(row.key(), row));
        }
        out.flush();
        printNotes(status);
    }

    void next(Status status) {
        List<Row> rows = rows(status);
        for (Row row : rows) {
            Row before = shown.put(row.key(), row);
            if (before == null || !before.facts().equals(row.facts())) {
                table.print(row);
            }
        }
        shown.keySet().retainAll(rows.stream().map(Row::key).toList());
        out.flush();
        printNotes(status);
    }

    /** The whole document, for the formats that are not tables. */
    void document(Status status) {
        out.print(format == OutputFormat.json ? StatusText.json(status) : "---\n" + StatusText.yaml(status));
        out.flush();
    }

    boolean tabular() {
        return format == OutputFormat.table || format == OutputFormat.wide;
    }

    private List<Row> rows(Status status) {
        Instant now = surroundings.clock().instant();
        return format == OutputFormat.wide
                ? StatusRows.wide(status.processes(), now)
                : StatusRows.narrow(status.processes(), now);
    }

    private void printNotes(Status status) {
        Notes.of(status, status.processes(), surroundings.clock().instant()).stream()
                .filter(note -> noted.add(note.fact()))
                .forEach(note -> err.println(note.text()));
        err.flush();
    }
}
