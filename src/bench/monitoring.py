"""Reads the usage of processes as others do; prints the median CPU microseconds of a pass, in a row and with pauses.

monitoring.py psutil|ps PID...
"""

import resource
import statistics
import subprocess
import sys
import time


def by_psutil(pids):
    try:
        import psutil
    except ImportError:
        sys.exit("not installed")
    known = [psutil.Process(pid) for pid in pids]

    def sample():
        for process in known:
            with process.oneshot():
                process.cpu_times()
                process.memory_info()
                process.num_threads()
                process.status()
            process.io_counters()
            process.num_fds()

    return sample, lambda: time.process_time()


def by_ps(pids):
    command = ["ps", "-o", "pid,ppid,s,time,rss,vsz,nlwp", "-p", ",".join(map(str, pids))]

    def cost():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), cost


def median(sample, cost, rounds, pause):
    costs = []
    for _ in range(rounds):
        time.sleep(pause)
        before = cost()
        sample()
        costs.append((cost() - before) * 1e6)
    return statistics.median(costs)


def main():
    sample, cost = {"psutil": by_psutil, "ps": by_ps}[sys.argv[1]]([int(pid) for pid in sys.argv[2:]])
    median(sample, cost, 3, 0)
    print(f"{median(sample, cost, 20, 0):.0f} {median(sample, cost, 10, 0.1):.0f}")


main()
