package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import okhttp3.Response;

import okio.BufferedSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** An answer whose status has come and whose body is still to be read, once. Close it. */
public final class HttpReply implements AutoCloseable {

    private static final long LONGEST_BODY = 512L << 20;
    private static final int PIECE = 1 << 18;

    private final Response response;
    private final Failures failures;

    HttpReply(Response response, Failures failures) {
        this.response = response;
        this.failures = failures;
    }

    public int status() {
        return response.code();
    }

    public boolean ok() {
        return response.isSuccessful();
    }

    /** Where the server sends to instead of answering. */
    public Optional<String> redirect() {
        return response.isRedirect()
                ? Optional.ofNullable(response.header("Location"))
                : Optional.empty();
    }

    /** Whether the body is a stream of server-sent events. */
    public boolean isEventStream() {
        String type = response.header("Content-Type");
        return type != null && type.startsWith("text/event-stream");
    }

    /** When the server says to come back: seconds or a date. */
    public Optional<Duration> retryAfter() {
        String value = response.header("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        try {
            if (value.chars().allMatch(Character::isDigit)) {
                return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
            }
            Instant then =
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration wait = Duration.between(Instant.now(), then);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** The whole body as UTF-8. */
    public String text() {
        try {
            BufferedSource source = response.body().source();
            if (source.request(LONGEST_BODY + 1)) {
                throw new EngineException(
                        new Problem.Upstream("The server's answer is longer than 512 MiB.", 502));
            }
            return source.readString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failures.of(e);
        }
    }

    /** Bytes of the body as the server tells them beforehand; of a HEAD, those of its GET. */
    public OptionalLong length() {
        String value = response.header("Content-Length");
        return value != null && value.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
    }

    /**
     * Writes the body as it comes.
     *
     * @param written told after each piece how many bytes it had
     * @throws IOException when it cannot be written; that it cannot be read is an EngineException
     */
    public void copyTo(OutputStream out, LongConsumer written) throws IOException {
        byte[] piece = new byte[PIECE];
        InputStream in = response.body().byteStream();
        for (int count = read(in, piece); count >= 0; count = read(in, piece)) {
            out.write(piece, 0, count);
            written.accept(count);
        }
    }

    private int read(InputStream in, byte[] piece) {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw failures.of(e);
        }
    }

    public ServerSentEvents events() {
        return new ServerSentEvents(response.body().source(), failures);
    }

    /** Gives the connection back; an answer that was not read to its end is cut. */
    @Override
    public void close() {
        response.close();
    }
}
