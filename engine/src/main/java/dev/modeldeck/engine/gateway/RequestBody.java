package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the body of a request, up to the limit that Databricks has. */
final class RequestBody {

    /** 16 MB. */
    static final int LIMIT = 16 << 20;

    /**
     * As much is read and thrown away, so that a client hears the refusal after it has sent all.
     */
    private static final long PATIENCE = 4L * LIMIT;

    private RequestBody() {}

    /**
     * The body as text; empty where there is none. Where it cannot be read to its end, the
     * connection is closed behind the answer: what comes next on it would be no request.
     */
    static String read(ServerRequest request, ServerResponse response) {
        if (!request.content().hasEntity()) {
            return "";
        }
        long announced = request.headers().contentLength().orElse(-1);
        boolean waits = request.headers().contains(HeaderNames.EXPECT);
        if (announced > LIMIT && (waits || announced > PATIENCE)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw tooLarge();
        }
        // Closing the stream would read on without an end: Helidon reads what is left, or closes.
        InputStream in = request.content().inputStream();
        try {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length <= LIMIT) {
                return text(bytes);
            }
            if (!discarded(in)) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            throw tooLarge();
        } catch (IOException
                | UncheckedIOException
                | InsufficientDataAvailableException // the caller left
                | IllegalArgumentException e) { // a chunk without a size
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw new EngineException(
                    new Problem.Invalid(
                            "The body broke off, or is no proper HTTP. Send the request again."),
                    e);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The body is not UTF-8, in which JSON is written. Send it in that"
                                    + " encoding."),
                    e);
        }
    }

    /** Whether the end was reached within the patience that we have. */
    private static boolean discarded(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = PATIENCE;
        while (left > 0) {
            int read = in.read(buffer);
            if (read < 0) {
                return true;
            }
            left -= read;
        }
        return false;
    }

    private static EngineException tooLarge() {
        return new EngineException(
                new Problem.TooLarge(
                        "The request is larger than 16 MB. Send fewer rows, a shorter prompt or"
                                + " smaller pictures at once.",
                        LIMIT));
    }
}
