package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The lines of a body as they come, which end with {@code \n}, {@code \r\n} or {@code \r}. Whole
 * lines are decoded, so that no character is ever cut; what is not UTF-8 becomes U+FFFD.
 */
final class StreamLines {

    private static final long LONGEST_LINE = 64L << 20;
    private static final ByteString ENDS = ByteString.encodeUtf8("\r\n");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedSource source;
    private final Failures failures;
    private boolean first = true;
    private boolean afterReturn;

    StreamLines(BufferedSource source, Failures failures) {
        this.source = source;
        this.failures = failures;
    }

    /** The next line without its end; null at the end of the body. Blocks. */
    @Nullable String next() {
        try {
            String line = read();
            if (first && line != null) {
                first = false;
                return line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
            }
            return line;
        } catch (IOException e) {
            throw failures.of(e);
        }
    }

    private @Nullable String read() throws IOException {
        Buffer buffer = source.getBuffer();
        long from = 0;
        while (source.request(from + 1)) {
            skipNewlineOfReturn(buffer);
            long end = buffer.indexOfElement(ENDS, from);
            if (end >= 0) {
                String line = buffer.readUtf8(end);
                // A line is told at its \r: waiting for a \n could be waiting for the next event.
                afterReturn = buffer.readByte() == '\r';
                return line;
            }
            from = buffer.size();
            if (from >= LONGEST_LINE) {
                throw new EngineException(
                        new Problem.Upstream(
                                "The server streams a line of more than 64 MiB.", 502));
            }
        }
        return buffer.exhausted() ? null : buffer.readUtf8();
    }

    private void skipNewlineOfReturn(Buffer buffer) throws IOException {
        if (afterReturn && buffer.getByte(0) == '\n') {
            buffer.skip(1);
        }
        afterReturn = false;
    }
}
