/*
 * What the supervisors run while they are measured. It writes "TAG NANOSECONDS PID\n" (CLOCK_MONOTONIC, read before
 * anything else) into a FIFO and then sleeps until a signal ends it.
 *
 *   child run FIFO TAG             record, then sleep
 *   child daemon FIFO TAG PIDFILE  the same in the background, for supervisors that watch a pid file
 *   child exec FIFO CMD ARG...     record as "exec", then become CMD: the start of every measured time
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void record(const char *fifo, const char *tag, const struct timespec *at) {
    char line[256];
    /* Non-blocking: without a reader the open fails, and nothing hangs. One write below PIPE_BUF is atomic. */
    int fd = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    int length = snprintf(line, sizeof line, "%s %lld %d\n", tag, at->tv_sec * 1000000000LL + at->tv_nsec, (int)getpid());
    if (length > 0 && length < (int)sizeof line && write(fd, line, length) != length) {
        _exit(70);
    }
    close(fd);
}

static void sleep_on(void) {
    for (;;) {
        pause();
    }
}

int main(int argc, char **argv) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    if (argc == 4 && strcmp(argv[1], "run") == 0) {
        record(argv[2], argv[3], &at);
        sleep_on();
    }
    if (argc == 5 && strcmp(argv[1], "daemon") == 0) {
        pid_t pid = fork();
        if (pid < 0) {
            return 71;
        }
        if (pid > 0) {
            FILE *file = fopen(argv[4], "w");
            return file == NULL || fprintf(file, "%d\n", (int)pid) < 0 || fclose(file) != 0 ? 73 : 0;
        }
        setsid();
        record(argv[2], argv[3], &at);
        sleep_on();
    }
    if (argc >= 4 && strcmp(argv[1], "exec") == 0) {
        record(argv[2], "exec", &at);
        execvp(argv[3], argv + 3);
        perror(argv[3]);
        return 127;
    }
    fprintf(stderr, "usage: child run FIFO TAG | daemon FIFO TAG PIDFILE | exec FIFO CMD ARG...\n");
    return 64;
}
