package dev.modeldeck.engine.http;

import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

/** A stream of one JSON value a line (NDJSON). */
public final class JsonLines {

    private final StreamLines lines;

    JsonLines(BufferedSource source, Failures failures) {
        this.lines = new StreamLines(source, failures);
    }

    /** The next line that is not blank; null at the end. Blocks. */
    public @Nullable String next() {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line;
    }
}
