package dev.podvisor.metrics;

import java.util.ArrayList;
import java.util.List;

/** Every metric of podvisor's own, in the order in which people look for them. */
final class Families {

    static final List<Family> ALL = all();

    private Families() {}

    private static List<Family> all() {
        List<Family> all = new ArrayList<>();
        all.addAll(StateFamilies.ALL);
        all.addAll(UsageFamilies.ALL);
        all.addAll(CgroupFamilies.ALL);
        all.addAll(LogFamilies.ALL);
        all.addAll(SelfFamilies.ALL);
        return List.copyOf(all);
    }
}
