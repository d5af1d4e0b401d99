package dev.podvisor.process;

import dev.podvisor.spec.FileRef;
import dev.podvisor.status.IoCause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads values and variables from files at the start of a run. What the files hold never reaches a message. */
final class EnvFiles {

    private static final int MAX_BYTES = 1 << 20;

    private EnvFiles() {}

    /** A file's content as a value: one line end at its end is cut. Empty when the file is optional and missing. */
    static Optional<String> value(FileRef file) throws Unstartable {
        Optional<String> content = read(file);
        if (content.isPresent() && content.get().indexOf('\0') >= 0) {
            throw Unstartable.because(file.path() + " holds a NUL byte (a variable's value cannot)");
        }
        return content.map(text -> {
            int end = text.endsWith("\n") ? text.length() - 1 : text.length();
            return text.substring(0, end > 0 && end < text.length() && text.charAt(end - 1) == '\r' ? end - 1 : end);
        });
    }

    /** The variables of a file of {@code NAME=value} lines, in order. */
    static Map<String, String> variables(FileRef file) throws Unstartable {
        Map<String, String> variables = new LinkedHashMap<>();
        String[] lines = read(file).orElse("").split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            line = line.startsWith("export ") ? line.substring(7).strip() : line;
            int equals = line.indexOf('=');
            if (equals <= 0 || line.indexOf('\0') >= 0) {
                throw Unstartable.because(file.path() + ":" + (i + 1) + ": not a NAME=value line");
            }
            String name = line.substring(0, equals).stripTrailing();
            variables.put(name, unquoted(line.substring(equals + 1).strip(), file.path() + ":" + (i + 1)));
        }
        return variables;
    }

    /** {@code 'as it is'}, {@code "with \n \t \" \\ escapes"}, or bare. */
    private static String unquoted(String value, String where) throws Unstartable {
        char quote = value.isEmpty() ? ' ' : value.charAt(0);
        if (quote != '"' && quote != '\'') {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == quote) {
                String rest = value.substring(i + 1).strip();
                if (rest.isEmpty() || rest.charAt(0) == '#') {
                    return plain.toString();
                }
                throw Unstartable.because(where + ": text after the closing quote");
            }
            if (c == '\\' && quote == '"' && i + 1 < value.length()) {
                c = value.charAt(++i);
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
            }
            plain.append(c);
        }
        throw Unstartable.because(where + ": the quote is not closed");
    }

    private static Optional<String> read(FileRef file) throws Unstartable {
        Path path = Path.of(file.path());
        try {
            if (file.optional() && Files.notExists(path)) {
                return Optional.empty();
            }
            // A FIFO or a device could block or never end, and this runs on the event loop.
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw Unstartable.because("cannot read " + path + ": not a regular file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw Unstartable.because("cannot read " + path + ": larger than 1 MiB");
                }
                return Optional.of(ByteText.of(bytes));
            }
        } catch (IOException problem) {
            String hint = problem instanceof NoSuchFileException ? " (set optional: true if it may be missing)" : "";
            throw Unstartable.because("cannot read a file of its environment: " + IoCause.of(problem) + hint);
        }
    }
}
