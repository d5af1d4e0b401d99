package dev.podvisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.plan.Specs;
import dev.podvisor.spec.Criticality;
import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.spec.Validation;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainProcessTest {

    private static final ProcessSetSpec SPEC =
            Specs.set(20, Specs.process("migrate", "restartPolicy", RestartPolicy.OnFailure), Specs.process("side"));

    private static ProcessSpec main(String... command) {
        return MainProcess.add(Specs.document(SPEC), List.of(command))
                .spec()
                .process("main")
                .orElseThrow();
    }

    @Test
    void endsTheContainerWhenItEnds() {
        assertThat(main("x").criticality()).isEqualTo(Criticality.Critical);
        assertThat(main("x").restartPolicy()).isEqualTo(RestartPolicy.Never);
    }

    @Test
    void startsWhenEverythingElseIsUpOrDone() {
        assertThat(main("x").dependsOn())
                .containsExactly(
                        new Dependency("migrate", DependencyCondition.Completed),
                        new Dependency("side", DependencyCondition.Ready));
    }

    @Test
    void commandIsRunAsItIs() {
        assertThat(main("sh", "-c", "echo $$ $(date) ${X}").command())
                .containsExactly("sh", "-c", "echo $$$$ $$(date) $${X}");
    }

    @Test
    void theRestOfTheSetStays() {
        ProcessSetSpec with =
                MainProcess.add(Specs.document(SPEC), List.of("x")).spec();

        assertThat(with.processes()).startsWith(SPEC.processes().toArray(ProcessSpec[]::new));
        assertThat(with.terminationGracePeriodSeconds()).isEqualTo(20);
        assertThat(Validation.check(with)).isEmpty();
    }
}
