package dev.podvisor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelegationTest {

    private static final int SELF = FakeKernel.SUPERVISOR_PID;

    @TempDir
    Path directory;

    private FakeKernel kernel;

    @BeforeEach
    void container() throws IOException {
        kernel = new FakeKernel(directory, "cpuset cpu io memory hugetlb pids", SELF, 7, 8);
    }

    private String reason() {
        return ((Delegation.NotDelegated) kernel.probe()).reason();
    }

    private void assertAsBefore() {
        assertThat(kernel.pids("")).contains(SELF, 7, 8);
        assertThat(kernel.text("cgroup.subtree_control")).isEmpty();
        assertThat(kernel.has("supervisor")).isFalse();
        assertThat(kernel.has("children")).isFalse();
    }

    @Test
    void everythingMovesToTheSupervisorAndControllersAreEnabledOneByOne() {
        Delegation.Delegated delegated = (Delegation.Delegated) kernel.probe();

        assertThat(delegated.controllers())
                .containsExactlyInAnyOrder(Controller.CPU, Controller.MEMORY, Controller.PIDS, Controller.IO);
        assertThat(delegated.missing()).isEmpty();
        assertThat(kernel.pids("supervisor")).containsExactly(SELF, 7, 8);
        assertThat(kernel.pids("")).isEmpty();
        assertThat(kernel.text("children/cgroup.subtree_control")).isEqualTo("cpu memory pids io");
        assertThat(kernel.log)
                .contains("cgroup.subtree_control=+cpu", "children/cgroup.subtree_control=+cpu")
                .noneMatch(line -> line.contains("+cpu "));
    }

    @Test
    void supervisorIsProtectedAndChildrenAreBounded() {
        kernel.tree();

        assertThat(kernel.text("supervisor/memory.low")).isEqualTo("100663296");
        assertThat(kernel.text("children/cpu.weight")).isEqualTo("1000");
        assertThat(kernel.text("children/cgroup.max.descendants")).isEqualTo("4096");
        assertThat(kernel.text("children/cgroup.max.depth")).isEqualTo("8");
    }

    @Test
    void processThatComesInMeanwhileIsMovedToo() {
        kernel.before("cgroup.subtree_control", () -> kernel.enter(99, ""));

        assertThat(((Delegation.Delegated) kernel.probe()).missing()).isEmpty();
        assertThat(kernel.pids("supervisor")).contains(99);
    }

    @Test
    void closeLeavesTheContainerAsItWas() {
        CgroupTree tree = kernel.tree();
        tree.create("web-0", LeafSettings.NONE);

        tree.close();
        assertAsBefore();
    }

    @Test
    void closeLeavesWhatStillRunsInItsLeaf() {
        CgroupTree tree = kernel.tree();
        tree.create("web-0", LeafSettings.NONE);
        kernel.enter(50, "children/web-0");

        tree.close();
        assertThat(kernel.pids("children/web-0")).containsExactly(50);
        assertThat(kernel.pids("supervisor")).contains(SELF);
    }

    @Test
    void readOnlyMountIsTold() {
        kernel.refuse("supervisor", Errno.EROFS);

        assertThat(reason()).isEqualTo("cgroup2 is mounted read-only");
        assertAsBefore();
    }

    @Test
    void ownerOfTheDirectoryIsTold() {
        kernel.refuse("supervisor", Errno.EACCES);

        assertThat(reason()).contains("permission denied (" + kernel.mount + " belongs to uid");
    }

    @Test
    void exhaustedDescendantsAreToldAndUndone() {
        kernel.refuse("children", Errno.EAGAIN);

        assertThat(reason()).contains("cgroup.max.descendants");
        assertThat(kernel.has("supervisor")).isFalse();
    }

    @Test
    void processesThatCannotBeMovedUndoEverything() {
        kernel.refuse("supervisor/cgroup.procs", Errno.EACCES);

        assertThat(reason()).contains("cannot move the container's processes").contains("permission denied");
        assertAsBefore();
    }

    @Test
    void processOfAnotherPidNamespaceBlocksAndUndoes() {
        kernel.enter(0, "");

        assertThat(reason()).contains("a process from outside the container's pid namespace");
        assertAsBefore();
    }

    @Test
    void controllersThatStayBusyUndoEverything() {
        kernel.refuse("cgroup.subtree_control", Errno.EBUSY);

        assertThat(reason()).isEqualTo("cannot enable controllers: device or resource busy");
        assertThat(kernel.has("supervisor")).isFalse();
    }

    @Test
    void missingControllerLeavesTheOthers() throws IOException {
        Files.writeString(kernel.mount.resolve("cgroup.controllers"), "cpu pids\n");
        Delegation.Delegated delegated = (Delegation.Delegated) kernel.probe();

        assertThat(delegated.controllers()).isEqualTo(Set.of(Controller.CPU, Controller.PIDS));
        assertThat(delegated.missing())
                .isEqualTo(List.of(
                        "memory controller: not delegated to this container",
                        "io controller: not delegated to this container"));
    }

    @Test
    void leavesAreUsefulWithoutAnyController() throws IOException {
        Files.writeString(kernel.mount.resolve("cgroup.controllers"), "\n");
        Delegation.Delegated delegated = (Delegation.Delegated) kernel.probe();

        assertThat(delegated.controllers()).isEmpty();
        assertThat(delegated.missing()).hasSize(4);
        assertThat(delegated.tree().create("web-0", LeafSettings.NONE)).isInstanceOf(Creation.Created.class);
    }

    @Test
    void hostsTreeIsRefused() throws IOException {
        Files.writeString(kernel.proc.resolve("self/cgroup"), "1:cpu:/x\n0::/kubepods/pod1/ctr\n");

        assertThat(reason())
                .isEqualTo("not the root of a cgroup namespace but /kubepods/pod1/ctr (this looks like a host's tree)");
        assertAsBefore();
    }

    @Test
    void machinesOwnRootIsRefused() throws IOException {
        Files.delete(kernel.mount.resolve("cgroup.events"));

        assertThat(reason()).contains("the machine's own cgroups");
    }

    @Test
    void mountOfAnotherCgroupIsRefused() throws IOException {
        Files.writeString(kernel.mount.resolve("cgroup.procs"), "7\n8\n");

        assertThat(reason()).contains("is not this container's cgroup");
    }

    @Test
    void v1AndNothingAreTold() throws IOException {
        Files.delete(kernel.mount.resolve("cgroup.controllers"));
        assertThat(reason()).isEqualTo("no cgroup2 is mounted at " + kernel.mount);

        Files.createDirectory(kernel.mount.resolve("memory"));
        assertThat(reason()).isEqualTo("cgroup v1 only");
    }

    @Test
    void hiddenProcIsTold() throws IOException {
        Files.delete(kernel.proc.resolve("self/cgroup"));

        assertThat(reason()).isEqualTo("cannot read " + kernel.proc.resolve("self/cgroup"));
    }

    @Test
    void hybridWithoutAUnifiedLineIsV1() throws IOException {
        Files.writeString(kernel.proc.resolve("self/cgroup"), "1:cpu:/\n");

        assertThat(reason()).isEqualTo("cgroup v1 only");
    }

    @Test
    void secondSupervisorIsKeptOutUntilTheFirstIsGone() throws IOException {
        CgroupTree first = kernel.tree();
        Files.writeString(kernel.proc.resolve("self/cgroup"), "0::/supervisor\n");

        assertThat(reason()).isEqualTo("another supervisor in this container has divided its cgroup");
        assertThat(kernel.pids("supervisor")).contains(SELF);
        first.create("web-0", LeafSettings.NONE);
        kernel.enter(50, "children/web-0");
        first.close();

        CgroupTree second = kernel.tree();
        assertThat(second.endLeftovers(1000)).isEqualTo(new CgroupTree.Leftovers(1, List.of()));
        assertThat(kernel.killed).containsExactly(50);
        assertThat(kernel.has("children/web-0")).isFalse();
        second.close();
        assertAsBefore();
    }

    @Test
    void supervisorLeafThatIsNotOursIsRefused() throws IOException {
        Files.writeString(kernel.proc.resolve("self/cgroup"), "0::/supervisor\n");

        assertThat(reason()).contains("not the root of a cgroup namespace but /supervisor");
    }
}
