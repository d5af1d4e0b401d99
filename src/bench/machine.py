"""The kernel's side of the benchmark: processes, their memory, their ends, and the records of the children."""

import ctypes
import fcntl
import os
import resource
import select
import signal
import subprocess
import time

PR_SET_CHILD_SUBREAPER = 36


class BenchError(Exception):
    """A measurement that cannot be had; the text says why."""


def now():
    """Seconds on CLOCK_MONOTONIC, the clock that the children record."""
    return time.monotonic_ns() / 1e9


def adopt_orphans():
    """Makes this program the parent of what its subjects leave behind, so that it can end and reap all of it by pid."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise BenchError("cannot become a subreaper: " + os.strerror(ctypes.get_errno()))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:  # one pidfd a process: 500 children and their 500 runsv
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def parents():
    """pid -> parent pid of everything visible."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    found[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError):
                pass  # it ended meanwhile
    return found


def descendants(root):
    """Every process below root, without root."""
    below = {}
    for pid, parent in parents().items():
        below.setdefault(parent, []).append(pid)
    found, todo = [], [root]
    while todo:
        children = below.get(todo.pop(), [])
        found += children
        todo += children
    return found


def program(pid):
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def memory(pid):
    """VmRSS, Pss and RssAnon of a process in KiB."""
    def field(file, key):
        with open(f"/proc/{pid}/{file}") as lines:
            for line in lines:
                if line.startswith(key + ":"):
                    return int(line.split()[1])
        raise BenchError(f"no {key} in /proc/{pid}/{file}")

    return field("status", "VmRSS"), field("smaps_rollup", "Pss"), field("status", "RssAnon")


class Reaper:
    """Collects every ended process and wakes the waits of this program at once."""

    def __init__(self):
        self.fd, writer = os.pipe()
        for end in (self.fd, writer):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self.ended = {}

    def reap(self):
        try:
            while os.read(self.fd, 4096):
                pass
        except BlockingIOError:
            pass
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                self.ended[pid] = status
        except ChildProcessError:
            pass

    def end_all(self, seconds=10):
        """Kills everything below this program, by pid, until nothing is left."""
        until = now() + seconds
        while True:
            self.reap()
            left = [pid for pid in descendants(os.getpid())]
            if not left:
                return
            if now() > until:
                raise BenchError(f"cannot end pids {left}: still there after {seconds} s")
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            select.select([self.fd], [], [], 0.05)


class Records:
    """The FIFO that children write their start into."""

    def __init__(self, path, reaper):
        os.mkfifo(path)
        self.path, self.reaper = path, reaper
        self.fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)  # also a writer: no end of file between two children
        fcntl.fcntl(self.fd, 1031, 1 << 20 if os.geteuid() == 0 else 1 << 16)  # F_SETPIPE_SZ
        self.rest = b""
        self.seen = []  # (tag, seconds, pid), in the order of arrival

    def forget(self):
        self.read(0)
        self.seen.clear()

    def read(self, timeout):
        ready, _, _ = select.select([self.fd, self.reaper.fd], [], [], max(0, timeout))
        if self.reaper.fd in ready:
            self.reaper.reap()
        if self.fd in ready:
            *lines, self.rest = (self.rest + os.read(self.fd, 1 << 16)).split(b"\n")
            for line in lines:
                tag, nanoseconds, pid = line.decode().split()
                self.seen.append((tag, int(nanoseconds) / 1e9, int(pid)))

    def wait(self, done, seconds, alive=lambda: None):
        """Reads records until done(self.seen) is true; alive() may raise, to end a wait early."""
        until = now() + seconds
        while not done(self.seen):
            if now() > until:
                raise BenchError(f"> {seconds:g} s")
            alive()
            self.read(min(0.2, until - now()))


class Watch:
    """Pidfds of processes: when has the last of them ended?"""

    def __init__(self, pids):
        self.poll, self.fds = select.epoll(), {}
        for pid in pids:
            try:
                fd = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            self.fds[fd] = pid
            self.poll.register(fd, select.EPOLLIN)

    def wait(self, seconds, reaper):
        until = now() + seconds
        try:
            while self.fds:
                if now() > until:
                    raise BenchError(f"> {seconds:g} s")
                for fd, _ in self.poll.poll(0.2):
                    self.poll.unregister(fd)
                    os.close(fd)
                    del self.fds[fd]
                reaper.reap()
            return now()
        finally:
            for fd in self.fds:
                os.close(fd)
            self.poll.close()


def call(command, seconds=20, env=None):
    """A short command of a subject; its output when it succeeds."""
    try:
        done = subprocess.run(command, env=env, timeout=seconds, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise BenchError(f"{os.path.basename(command[0])}: {e}") from e
    if done.returncode != 0:
        raise BenchError(f"{os.path.basename(command[0])} ended with {done.returncode}: {(done.stderr or done.stdout).strip()[:200]}")
    return done.stdout
