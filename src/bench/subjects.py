"""One small class a supervisor: its configuration, how it is started, told of a change, and stopped."""

import os
import shutil
import signal
import subprocess

import machine
from machine import BenchError


def write(path, text, mode=0o644):
    """As an editor and the kubelet do: a new file renamed over the old one."""
    with open(path + ".new", "w") as file:
        file.write(text)
    os.chmod(path + ".new", mode)
    os.rename(path + ".new", path)


class Subject:
    """
    A supervisor. write_config and edit get the command line of each child by its name; everything lies in `folder`.
    `tick` is the rhythm at which it looks at its children, when it has one: kills are spread over it.
    """

    name = ""
    package = ""
    programs = ()
    tick = 0.0
    most = 500
    beyond = ""  # why not more than `most`
    crashes = 100  # of how many children the killed ones are; 0: it restarts nothing

    def __init__(self, bench):
        self.bench, self.child, self.fifo = bench, bench.child, bench.records.path
        self.folder, self.root, self.environment = "", 0, {}

    def missing(self):
        """Why it cannot run here, or an empty text."""
        absent = [name for name in self.programs if not shutil.which(name)]
        return f"not installed: {self.package} (--install)" if absent else ""

    def version(self):
        done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", self.package], capture_output=True, text=True) \
            if shutil.which("dpkg-query") else None
        return done.stdout.strip() if done and done.returncode == 0 else "?"

    def run(self, tag):
        return [self.child, "run", self.fifo, tag]

    def write_config(self, folder, children):
        """children: name -> tag that its child records."""
        raise NotImplementedError

    def command(self):
        raise NotImplementedError

    def start(self):
        quiet = os.open(os.devnull, os.O_RDWR)
        errors = os.open(os.path.join(self.folder, "stderr"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self.environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C", "HOME": self.folder,
                            "TMPDIR": self.folder}
        try:
            self.root = os.posix_spawn(
                self.child, [self.child, "exec", self.fifo, *self.command()], self.environment,
                file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 0), (os.POSIX_SPAWN_DUP2, quiet, 1),
                              (os.POSIX_SPAWN_DUP2, errors, 2)],
                setsid=True, setsigmask=(), setsigdef=(signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT))
        finally:
            os.close(quiet)
            os.close(errors)

    def alive(self):
        if self.root in self.bench.reaper.ended:
            with open(os.path.join(self.folder, "stderr"), errors="replace") as file:
                last = file.read().strip().splitlines()[-1:]
            raise BenchError(f"it ended by itself: {' '.join(last)[:200] or 'without a word'}")

    def own(self):
        """The pids of the supervisor itself: its tree without the children."""
        tree = [self.root, *machine.descendants(self.root)]
        return [pid for pid in tree if machine.program(pid) != self.child]

    def stop(self):
        os.kill(self.root, signal.SIGTERM)

    def edit(self, children, name):
        """Changes the command of one child; the change counts from `self.bench.mark()` on."""
        raise BenchError("it has no such command")


class Podvisor(Subject):
    name = "podvisor"

    def __init__(self, bench):
        super().__init__(bench)
        self.program = os.path.join(bench.image, "bin", "podvisor")

    def missing(self):
        return "" if os.access(self.program, os.X_OK) else f"no {self.program} (./mvnw -q -DskipTests package)"

    def version(self):
        done = subprocess.run([self.program, "version"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30)
        return ", ".join(done.stdout.split("\n")).strip(", ").removeprefix("podvisor ") if done.returncode == 0 else "?"

    def spec(self, children):
        lines = ["apiVersion: podvisor.dev/v1alpha1", "kind: ProcessSet", "spec:", "  processes:"]
        for name, tag in children.items():
            lines += [f"    - name: {name}", f"      command: [{', '.join(self.run(tag))}]"]
        return "\n".join(lines) + "\n"

    def write_config(self, folder, children):
        self.folder, self.file = folder, os.path.join(folder, "processes.yaml")
        write(self.file, self.spec(children))

    def command(self):
        # The form that an image's entry point has; options would load the command line's library first.
        self.environment["PODVISOR_SOCKET"] = os.path.join(self.folder, "sock")
        return [self.program, "run", self.file]

    def edit(self, children, name):
        text = self.spec(children)
        self.bench.mark()
        write(self.file, text)


class Supervisord(Subject):
    name, package, programs, tick = "supervisord", "supervisor", ("supervisord", "supervisorctl"), 1.0

    def config(self, children):
        at = self.folder
        text = f"""[supervisord]
nodaemon=true
logfile=/dev/null
logfile_maxbytes=0
loglevel=error
pidfile={at}/pid
childlogdir={at}
minfds=4096
{"user=root" if os.geteuid() == 0 else ""}
[unix_http_server]
file={at}/sock
[supervisorctl]
serverurl=unix://{at}/sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
        for name, tag in children.items():
            text += f"""[program:{name}]
command={' '.join(self.run(tag))}
autorestart=true
startsecs=0
stdout_logfile=NONE
stderr_logfile=NONE
"""
        return text

    def write_config(self, folder, children):
        self.folder, self.file = folder, os.path.join(folder, "supervisord.conf")
        write(self.file, self.config(children))

    def command(self):
        return ["supervisord", "-c", self.file]

    def edit(self, children, name):
        write(self.file, self.config(children))
        self.bench.mark()
        machine.call(["supervisorctl", "-c", self.file, "update"])


class Runit(Subject):
    name, package, programs = "runit", "runit", ("runsvdir", "runsv", "sv")

    def script(self, name, tag):
        write(os.path.join(self.folder, "sv", name, "run"), "#!/bin/sh\nexec " + " ".join(self.run(tag)) + "\n", 0o755)

    def write_config(self, folder, children):
        self.folder = folder
        for name, tag in children.items():
            os.makedirs(os.path.join(folder, "sv", name))
            self.script(name, tag)
        os.utime(os.path.join(folder, "sv"), (1e9, 1e9))  # runsvdir waits a second when its folder has just changed

    def command(self):
        return ["runsvdir", os.path.join(self.folder, "sv")]

    def stop(self):
        os.kill(self.root, signal.SIGHUP)  # its way to end the runsv too

    def edit(self, children, name):
        self.script(name, children[name])
        self.bench.mark()
        machine.call(["sv", "term", os.path.join(self.folder, "sv", name)])


class S6(Runit):
    name, package, programs = "s6", "s6", ("s6-svscan", "s6-supervise", "s6-svc")

    def command(self):
        return ["s6-svscan", "-c", "1000", os.path.join(self.folder, "sv")]

    def stop(self):
        os.kill(self.root, signal.SIGTERM)

    def edit(self, children, name):
        self.script(name, children[name])
        self.bench.mark()
        machine.call(["s6-svc", "-r", os.path.join(self.folder, "sv", name)])


class Monit(Subject):
    name, package, programs, tick, most, crashes = "monit", "monit", ("monit",), 1.0, 10, 10
    beyond = "not run: it starts and stops its programs one after another, about a quarter of a second each"

    def write_config(self, folder, children):
        self.folder, self.file = folder, os.path.join(folder, "monitrc")
        text = f"""set daemon 1
set pidfile {folder}/pid
set idfile {folder}/id
set statefile {folder}/state
set httpd unixsocket {folder}/sock
    allow bench:bench
"""
        for name, tag in children.items():
            pid = f"{folder}/{name}.pid"
            text += f"""check process {name} with pidfile {pid}
    start program = "{self.child} daemon {self.fifo} {tag} {pid}"
    stop program = "/bin/sh -c 'kill `cat {pid}`'"
"""
        write(self.file, text, 0o600)

    def command(self):
        return ["monit", "-I", "-c", self.file]

    def stop(self):
        machine.call(["monit", "-c", self.file, "stop", "all"], seconds=40)
        self.bench.children_gone(40)
        os.kill(self.root, signal.SIGTERM)


class Tini(Subject):
    name, package, programs, most, crashes = "tini", "tini", ("tini",), 1, 0
    beyond = "runs one child"

    def write_config(self, folder, children):
        self.folder, self.tag = folder, next(iter(children.values()))

    def command(self):
        return ["tini", "-s", "--", *self.run(self.tag)]


ALL = (Podvisor, Supervisord, Runit, S6, Monit, Tini)
