package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A stream of server-sent events, after the HTML standard's chapter on them. Comments (which
 * servers send to keep a connection open) are skipped; an event that the end of the stream cuts is
 * dropped.
 */
public final class ServerSentEvents {

    private static final long LONGEST_LINE = 64L << 20;

    private final BufferedSource source;
    private final Failures failures;

    ServerSentEvents(BufferedSource source, Failures failures) {
        this.source = source;
        this.failures = failures;
    }

    /** The data of the next event, its lines joined by newlines; null at the end. Blocks. */
    public @Nullable String next() {
        StringBuilder data = null;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (data != null) {
                    return data.toString();
                }
            } else if (line.equals("data") || line.startsWith("data:")) {
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(value(line));
            }
        }
        return null;
    }

    private static String value(String line) {
        String value = line.length() > 5 ? line.substring(5) : "";
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** Decodes whole lines, so that no character is ever cut; null at the end of the stream. */
    private @Nullable String line() {
        try {
            long end = source.indexOf((byte) '\n', 0, LONGEST_LINE);
            if (end < 0) {
                if (source.request(LONGEST_LINE)) {
                    throw new EngineException(
                            new Problem.Upstream(
                                    "The server streams a line of more than 64 MiB.", 502));
                }
                return null;
            }
            String line = source.readUtf8(end);
            source.skip(1);
            return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        } catch (IOException e) {
            throw failures.of(e);
        }
    }
}
