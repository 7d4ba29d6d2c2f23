package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

    static String read(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return "";
        }
        long announced = request.headers().contentLength().orElse(-1);
        boolean waits = request.headers().contains(HeaderNames.EXPECT);
        if (announced > LIMIT && (waits || announced > PATIENCE)) {
            throw tooLarge();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                discard(in);
                throw tooLarge();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void discard(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = PATIENCE;
        for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
            left -= read;
        }
    }

    private static EngineException tooLarge() {
        return new EngineException(
                new Problem.TooLarge(
                        "The request is larger than 16 MB. Send fewer rows or a shorter prompt at"
                                + " once.",
                        LIMIT));
    }
}
