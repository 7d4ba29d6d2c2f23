package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events, after the HTML standard's chapter on them. Comments (which
 * servers send to keep a connection open) are skipped; an event that the end of the stream cuts is
 * dropped.
 */
public final class ServerSentEvents {

    private static final int LONGEST_EVENT = 64 << 20;

    private final StreamLines lines;
    private String name = "";

    ServerSentEvents(BufferedSource source, Failures failures) {
        this.lines = new StreamLines(source, failures);
    }

    /** The data of the next event, its lines joined by newlines; null at the end. Blocks. */
    public @Nullable String next() {
        StringBuilder data = null;
        name = "";
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.isEmpty()) {
                if (data != null) {
                    return data.toString();
                }
                name = "";
            } else if (isField(line, "data")) {
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(value(line, "data"));
                if (data.length() > LONGEST_EVENT) {
                    throw new EngineException(
                            new Problem.Upstream(
                                    "The server streams an event that does not end.", 502));
                }
            } else if (isField(line, "event")) {
                name = value(line, "event");
            }
        }
        name = "";
        return null;
    }

    /** The name of the event that was returned last; empty where it has none. */
    public String eventName() {
        return name;
    }

    private static boolean isField(String line, String field) {
        return line.startsWith(field)
                && (line.length() == field.length() || line.charAt(field.length()) == ':');
    }

    private static String value(String line, String field) {
        String value = line.length() > field.length() ? line.substring(field.length() + 1) : "";
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
