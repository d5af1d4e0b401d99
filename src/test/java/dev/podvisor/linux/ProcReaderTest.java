package dev.podvisor.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcReaderTest {

    private static final Path PROC = Path.of("/proc");

    private final ProcReading reading = new ProcReading();

    @TempDir
    Path folder;

    @Test
    void readsThisProcess() {
        try (ProcReader proc = new ProcReader(PROC)) {
            int self = proc.self();
            ProcStat stat = ProcStat.read(PROC.toFile(), Libc.getpid()).orElseThrow();

            assertThat(proc.readStat(self, reading)).isZero();
            assertThat(reading.startTicks).isEqualTo(stat.startTicks()).isLessThan(Machine.bootTicks());
            assertThat(reading.parent).isEqualTo(stat.parent());
            assertThat(reading.userTicks + reading.systemTicks).isPositive();
            assertThat(reading.threads).isGreaterThan(1);
            assertThat(reading.isDead()).isFalse();
            assertThat(proc.readMemory(self, reading)).isZero();
            assertThat(reading.residentPages * Machine.pageSize()).isBetween(10_000_000L, 4_000_000_000L);
            assertThat(reading.virtualPages).isGreaterThan(reading.residentPages);
            assertThat(proc.readIo(self, reading)).isZero();
            assertThat(proc.swapBytes(self)).isNotNegative();
            assertThat(proc.netNamespace(self)).isPositive();
            assertThat(proc.readInterfaces(self)).isPositive();
            assertThat(proc.descriptors(self)).isGreaterThan(3);
            proc.close(self);
        }
    }

    @Test
    void listsThisProcessAndItsParent() {
        try (ProcReader proc = new ProcReader(PROC)) {
            PidList pids = new PidList();
            for (int round = 0; round < 2; round++) { // the second begins at the start again
                pids.clear();
                assertThat(proc.pids(pids)).isZero();
                assertThat(contains(pids, Libc.getpid())).isTrue();
                assertThat(contains(pids, 1)).isTrue();
            }
        }
    }

    private static boolean contains(PidList pids, int pid) {
        for (int i = 0; i < pids.size(); i++) {
            if (pids.get(i) == pid) {
                return true;
            }
        }
        return false;
    }

    @Test
    void goneProcessIsNoSuchFile() {
        try (ProcReader proc = new ProcReader(PROC)) {
            assertThat(proc.open(5_000_000)).isEqualTo(-Errno.ENOENT);
        }
    }

    @Test
    void openProcessStaysTheSameWhenItHasEnded() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try (ProcReader proc = new ProcReader(PROC)) {
            int process = proc.open((int) child.pid());
            assertThat(proc.readStat(process, reading)).isZero();

            child.destroyForcibly().waitFor();

            assertThat(proc.readStat(process, reading)).isIn(-Errno.ENOENT, -Errno.ESRCH);
            assertThat(proc.readIo(process, reading)).isIn(-Errno.ENOENT, -Errno.ESRCH);
            assertThat(proc.descriptors(process)).isIn((long) -Errno.ENOENT, (long) -Errno.ESRCH);
            proc.close(process);
        }
    }

    @Test
    void descriptorsAreCountedWhereTheFolderHasNoSizeOfItsOwn() throws IOException {
        for (int i = 0; i < 1000; i++) {
            Files.createDirectories(folder.resolve("42/fd"));
            Files.createFile(folder.resolve("42/fd/" + i));
        }
        try (ProcReader proc = new ProcReader(folder)) {
            int process = proc.open(42);
            assertThat(proc.descriptors(process)).isEqualTo(1000);
            proc.close(process);
        }
    }

    @Test
    void brokenFilesAreInvalid() throws IOException {
        Files.createDirectories(folder.resolve("42"));
        for (String file : new String[] {"stat", "statm", "io"}) {
            Files.writeString(folder.resolve("42/" + file), "rubbish");
        }
        try (ProcReader proc = new ProcReader(folder)) {
            int process = proc.open(42);
            assertThat(proc.readStat(process, reading)).isEqualTo(-Errno.EINVAL);
            assertThat(proc.readMemory(process, reading)).isEqualTo(-Errno.EINVAL);
            assertThat(proc.readIo(process, reading)).isEqualTo(-Errno.EINVAL);
            Files.writeString(folder.resolve("42/stat"), "42 (x)");
            assertThat(proc.readStat(process, reading)).isEqualTo(-Errno.EINVAL);
            proc.close(process);
        }
    }

    @Test
    void textLongerThanTheBufferIsReadWhole() throws IOException {
        Files.createDirectories(folder.resolve("42/net"));
        Files.writeString(folder.resolve("42/net/dev"), "x".repeat(50_000) + ")12");
        try (ProcReader proc = new ProcReader(folder)) {
            int process = proc.open(42);
            assertThat(proc.readInterfaces(process)).isEqualTo(50_003);
            assertThat(proc.text().moveBehindLast(')')).isTrue();
            assertThat(proc.text().number()).isEqualTo(12);
            proc.close(process);
        }
    }

    @Test
    void missingFolderIsSaid() {
        assertThatThrownBy(() -> new ProcReader(new File("/proc/none").toPath()).close())
                .hasMessage("cannot open /proc/none: no such file or directory");
    }
}
