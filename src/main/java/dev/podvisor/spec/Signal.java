package dev.podvisor.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Linux signal by its full name, as in a Pod's {@code lifecycle.stopSignal}; numbers are those of x86-64 and aarch64
 * (signal(7)). Real-time signals are {@code SIGRTMIN}, {@code SIGRTMIN+n}, {@code SIGRTMAX-n}, {@code SIGRTMAX}.
 *
 * @param number 1 to 64
 */
public record Signal(String name, int number) {

    private static final int RTMIN = 34; // glibc keeps 32 and 33 for itself (signal(7))
    private static final int RTMAX = 64;
    private static final Map<String, Integer> NUMBERS = numbers();

    public static final Signal TERM = of("SIGTERM");
    public static final Signal KILL = of("SIGKILL");

    static final Type.Word<Signal> TYPE = new Type.Word<>(
            "a signal",
            List.copyOf(NUMBERS.keySet()),
            String.join("|", NUMBERS.keySet()) + "|SIGRTMIN(\\+([0-9]|[12][0-9]|30))?|SIGRTMAX(-([0-9]|[12][0-9]|30))?",
            Signal::of);

    /** The signal with this name; throws {@link IllegalArgumentException} when there is none. */
    public static Signal of(String name) {
        Integer number = NUMBERS.get(name);
        if (number != null) {
            return new Signal(name, number);
        }
        Matcher realTime = Pattern.compile("SIGRT(?:MIN(?:\\+(\\d{1,2}))?|MAX(?:-(\\d{1,2}))?)")
                .matcher(name);
        if (realTime.matches()) {
            int up = realTime.group(1) == null ? 0 : Integer.parseInt(realTime.group(1));
            int down = realTime.group(2) == null ? 0 : Integer.parseInt(realTime.group(2));
            int value = name.startsWith("SIGRTMIN") ? RTMIN + up : RTMAX - down;
            if (up <= RTMAX - RTMIN && down <= RTMAX - RTMIN) {
                return new Signal(name, value);
            }
        }
        throw new IllegalArgumentException("no signal is named " + name);
    }

    /** The name of a signal's number, or its number where it has none. */
    public static String nameOf(int number) {
        for (Map.Entry<String, Integer> entry : NUMBERS.entrySet()) {
            if (entry.getValue() == number) {
                return entry.getKey();
            }
        }
        return number >= RTMIN && number <= RTMAX ? "SIGRTMIN+" + (number - RTMIN) : "signal " + number;
    }

    private static Map<String, Integer> numbers() {
        String[] names = {
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS"
        };
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            numbers.put("SIG" + names[i], i + 1);
        }
        return numbers;
    }
}
