package dev.podvisor.house;

import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may import whom. To let a package in, change its line here and its {@code package-info.java}, in one commit. */
class ArchitectureTest {

    private static final String ROOT = "dev.podvisor";

    /** A package below the root, and the packages of ours that it may import. The root itself may import all of them. */
    private static final Map<String, Set<String>> IMPORTS = table(
            "spec",
            "status        spec",
            "plan          spec status",
            "linux",
            "process       spec status linux",
            "cgroup        spec status linux",
            "logs          spec status linux",
            "probe         spec status process",
            "usage         linux",
            "supervise     spec status plan linux process cgroup logs probe usage",
            "codec         spec status",
            "convert       spec codec",
            "metrics       spec status",
            "http          spec status logs codec metrics supervise",
            "file          spec codec",
            "kubernetes    spec status codec",
            "operator      spec status codec kubernetes",
            "cli           spec status codec plan convert");

    /** What comes from outside, and the only packages that may know it; "root" is the package of {@code Main}. */
    private static final Map<String, Set<String>> KNOWN_ONLY_TO = table(
            "org.yaml.snakeyaml                       codec",
            "com.fasterxml.jackson                    codec convert http cli kubernetes operator",
            "picocli                                  cli root",
            "ch.qos.logback                           logs root",
            "net.logstash                             logs",
            "io.micrometer                            metrics",
            "io.prometheus                            metrics",
            "io.fabric8                               kubernetes operator",
            "io.javaoperatorsdk                       operator",
            "sun.misc                                 linux",
            "java.lang.foreign                        linux logs process",
            "java.lang.foreign.Linker                 linux",
            "java.lang.foreign.SymbolLookup           linux",
            "java.lang.foreign.FunctionDescriptor     linux",
            "java.lang.ProcessBuilder",
            "java.lang.Process");

    static final Set<String> packages = IMPORTS.keySet();
    static final Set<String> outsiders = KNOWN_ONLY_TO.keySet();

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @ParameterizedTest
    @FieldSource("packages")
    void packageImportsOnlyWhatTheTableAllows(String name) {
        Set<String> allowed = new TreeSet<>(IMPORTS.get(name));
        allowed.add(name);
        classes()
                .that(residesIn(Set.of(name)))
                .should(onlyDependOnClassesThat(DescribedPredicate.not(OURS).or(residesIn(allowed))))
                .because("a package of ours imports only what its line in the table names")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @ParameterizedTest
    @FieldSource("outsiders")
    void outsiderIsKnownOnlyWhereTheTableSays(String name) {
        noClasses()
                .that(DescribedPredicate.not(residesIn(KNOWN_ONLY_TO.get(name))))
                .should()
                .dependOnClassesThat(isOrIsBelow(name))
                .because(name + " is known only to " + KNOWN_ONLY_TO.get(name))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void nobodyStartsAProcessThroughTheJdk() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "Runtime.exec is called",
                        call -> call.getTargetOwner().isEquivalentTo(Runtime.class)
                                && call.getName().equals("exec")))
                .because("the JDK's own reaper would race with ours: exit codes get lost")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void everyPackageStandsInTheTable() {
        Set<String> found = new TreeSet<>();
        MAIN.forEach(type -> found.add(packageBelowRoot(type)));
        found.remove("root");
        assertThat(packages).containsAll(found);
    }

    private static final DescribedPredicate<JavaClass> OURS = DescribedPredicate.describe(
            "are ours",
            type -> type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + "."));

    private static DescribedPredicate<JavaClass> residesIn(Set<String> names) {
        return DescribedPredicate.describe("reside in " + names, type -> {
            JavaClass element = type.getBaseComponentType();
            return OURS.test(element) && names.contains(packageBelowRoot(element));
        });
    }

    private static DescribedPredicate<JavaClass> isOrIsBelow(String name) {
        return DescribedPredicate.describe("are or are below " + name, type -> {
            String full = type.getBaseComponentType().getFullName();
            return full.equals(name) || full.startsWith(name + ".") || full.startsWith(name + "$");
        });
    }

    private static String packageBelowRoot(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "root" : name.substring(ROOT.length() + 1).split("\\.")[0];
    }

    private static Map<String, Set<String>> table(String... lines) {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" +");
            table.put(words[0], new TreeSet<>(Arrays.asList(words).subList(1, words.length)));
        }
        return table;
    }
}
