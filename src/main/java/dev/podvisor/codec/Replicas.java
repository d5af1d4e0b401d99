package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.spec.ProcessSetSpec;
import java.util.List;

/** Refuses a document that asks for too many processes or replicas before anything of it is bound. */
final class Replicas {

    private static final String LIMIT = "at most " + ProcessSetSpec.MAX_REPLICAS + " of all processes together";

    private Replicas() {}

    /** Whether the document stays within the limit; if not, that is reported. */
    static boolean fit(Node root, Problems problems) {
        Node at = Locator.nearest(root, "spec.processes");
        List<Node> processes = at instanceof Sequence sequence ? sequence.items() : List.of();
        int sum = 0;
        for (Node process : processes) {
            sum += of(process);
        }
        boolean many = processes.size() > ProcessSetSpec.MAX_REPLICAS;
        if (many || sum > ProcessSetSpec.MAX_REPLICAS) {
            String text = many ? "it has " + processes.size() + " processes" : "it has " + sum + " replicas in all";
            problems.error(at, new Trail.Root().key("spec").key("processes"), text, LIMIT);
            return false;
        }
        return true;
    }

    /** The replicas that the process asks for; 1 where the number is absent or wrong by itself, which the binder reports. */
    private static int of(Node process) {
        if (Locator.key(process, "replicas").orElse(process) instanceof Scalar scalar
                && Plain.isDecimal(scalar.text())
                && scalar.text().length() <= 4) {
            int replicas = Integer.parseInt(scalar.text());
            return replicas < 0 || replicas > ProcessSetSpec.MAX_REPLICAS ? 1 : replicas;
        }
        return 1;
    }
}
