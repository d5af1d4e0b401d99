package dev.podvisor.linux;

/**
 * How a process ended, decoded from a wait status (wait(2)).
 *
 * @param exitCode 0 to 255; 128 + signal when a signal ended it, as a shell reports it
 * @param signal the number of the signal that ended it, 0 for none
 */
public record WaitStatus(int exitCode, int signal) {

    public static WaitStatus of(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? new WaitStatus(status >> 8 & 0xff, 0) : new WaitStatus(128 + signal, signal);
    }
}
