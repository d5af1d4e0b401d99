/*
 * What writes, and the yardstick of what takes it, while the path of logs is measured.
 *
 *   lines write GO BYTES LINES...  per number: waits until somebody opens the FIFO GO, then writes that many lines of 100 bytes
 *                                  in pieces of BYTES, the last line with its number in the row; then sleeps
 *   lines idle                     writes one line, then sleeps
 *   lines mute                     closes stdout and stderr, then sleeps
 *   lines copy FILE                stdin to the end of FILE by read and write: the least that has to be done
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 100, BLOCK = 1024 * LINE };

static char block[BLOCK];

static void put(int fd, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t done = write(fd, bytes, count);
        if (done <= 0) {
            perror("lines: write");
            _exit(74);
        }
        bytes += done;
        count -= done;
    }
}

static void fill(int last_of) {
    for (int i = 0; i < BLOCK / LINE; i++) {
        char *line = block + i * LINE;
        int used = snprintf(line, LINE, "2026-03-01T12:00:00Z INFO request %04d GET /articles/1234 200 in 17 ms ", i);
        memset(line + used, 'x', LINE - used);
        line[LINE - 1] = '\n';
    }
    if (last_of > 0) {
        char mark[16];
        int used = snprintf(mark, sizeof mark, "END-%d", last_of);
        memcpy(block + BLOCK - LINE, mark, used);
    }
}

static void write_lines(long lines, size_t piece, int number) {
    fill(0);
    for (long left = lines * LINE; left > 0; left -= BLOCK) {
        if (left <= BLOCK) {
            fill(number);
        }
        for (size_t at = 0; at < BLOCK; at += piece) {
            put(1, block + at, BLOCK - at < piece ? BLOCK - at : piece);
        }
    }
}

int main(int argc, char **argv) {
    if (argc > 4 && strcmp(argv[1], "write") == 0) {
        for (int i = 4; i < argc; i++) {
            int go = open(argv[2], O_RDONLY | O_CLOEXEC);
            if (go < 0) {
                perror(argv[2]);
                return 66;
            }
            close(go);
            write_lines(atol(argv[i]), atol(argv[3]), i - 3);
        }
    } else if (argc == 2 && strcmp(argv[1], "idle") == 0) {
        put(1, "started\n", 8);
    } else if (argc == 2 && strcmp(argv[1], "mute") == 0) {
        close(1);
        close(2);
    } else if (argc == 3 && strcmp(argv[1], "copy") == 0) {
        static char buffer[64 * 1024];
        int file = open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
        for (ssize_t count; file >= 0 && (count = read(0, buffer, sizeof buffer)) > 0;) {
            put(file, buffer, count);
        }
        return file < 0 ? 73 : 0;
    } else {
        fprintf(stderr, "usage: lines write GO BYTES LINES... | idle | mute | copy FILE\n");
        return 64;
    }
    for (;;) {
        pause();
    }
}
