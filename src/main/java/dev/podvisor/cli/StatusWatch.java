package dev.podvisor.cli;

import dev.podvisor.status.Phase;
import dev.podvisor.status.Status;
import java.util.function.UnaryOperator;

/** {@code podvisor status -w}: shows changes until the supervisor ends. */
final class StatusWatch {

    private final ApiClient client;
    private final UnaryOperator<Status> selection;
    private final StatusPrinter printer;
    private boolean begun;
    private Phase phase = Phase.Running;

    StatusWatch(ApiClient client, UnaryOperator<Status> selection, StatusPrinter printer) {
        this.client = client;
        this.selection = selection;
        this.printer = printer;
    }

    int run() {
        client.watch(this::show);
        if (phase == Phase.Running) {
            throw new CommandFailure(
                    "cannot go on watching: the supervisor closed the connection (it may have been killed, or"
                            + " this reader was too slow)");
        }
        return ExitCode.OK;
    }

    private boolean show(Status status) {
        Status selected = selection.apply(status);
        if (!printer.tabular()) {
            printer.document(selected);
        } else if (begun) {
            printer.next(selected);
        } else {
            printer.first(selected);
        }
        begun = true;
        phase = status.phase();
        return true;
    }
}
