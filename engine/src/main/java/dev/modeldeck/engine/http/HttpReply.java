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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** An answer whose status has come and whose body is still to be read, once. Close it. */
public final class HttpReply implements AutoCloseable {

    private static final long LONGEST_BODY = 512L << 20;
    private static final int PIECE = 1 << 18;

    private final Response response;
    private final Wire wire;
    private final Failures failures;

    HttpReply(Response response, Wire wire, Failures failures) {
        this.response = response;
        this.wire = wire;
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

    /** The value of the header, the last one where it comes several times. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
    }

    /** The media type in lower case, without its parameters; empty where none is told. */
    public String contentType() {
        String type = response.header("Content-Type", "");
        return String.valueOf(type).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the body is a stream of server-sent events. */
    public boolean isEventStream() {
        return contentType().equals("text/event-stream");
    }

    /** What the call took on the wire; its received bytes are final when the body was read. */
    public WireTimes times() {
        return wire.times();
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

    /** The whole body as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * As {@link #text()}, of an answer that has no reason to be long.
     *
     * @throws EngineException where it is longer; what came of it is let go
     */
    public String text(long mostBytes) {
        return new String(bytes(mostBytes), StandardCharsets.UTF_8);
    }

    /** The whole body. */
    public byte[] bytes() {
        return bytes(LONGEST_BODY);
    }

    private byte[] bytes(long most) {
        try {
            BufferedSource source = response.body().source();
            if (source.request(most + 1)) {
                throw new EngineException(
                        new Problem.Upstream(
                                "The server's answer is longer than %d MiB, which is more than belongs there. Check that the address is the one of its API."
                                        .formatted(most >> 20),
                                502));
            }
            return source.readByteArray();
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

    /**
     * The next bytes of the body, as many as have come; blocks until there are some.
     *
     * @return how many; less than 0 at the end
     */
    public int read(byte[] piece) {
        return read(response.body().byteStream(), piece);
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

    /** The body as one JSON value a line. */
    public JsonLines lines() {
        return new JsonLines(response.body().source(), failures);
    }

    /** Gives the connection back; an answer that was not read to its end is cut. */
    @Override
    public void close() {
        response.close();
    }
}
