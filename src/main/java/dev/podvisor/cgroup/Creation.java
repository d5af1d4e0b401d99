package dev.podvisor.cgroup;

import java.util.List;

/** What came of making a leaf. */
public sealed interface Creation {

    /**
     * It is there.
     *
     * @param problems settings that could not be set, in whole sentences
     */
    record Created(Cgroup cgroup, List<String> problems) implements Creation {}

    /** It is not, for this reason, a whole sentence. */
    record NotCreated(String reason) implements Creation {}
}
