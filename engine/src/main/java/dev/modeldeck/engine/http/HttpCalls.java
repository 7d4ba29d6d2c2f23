package dev.modeldeck.engine.http;

import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Outgoing HTTP calls; keeps connections open between them. Call from virtual threads only:
 * interrupting one cancels its call, which on a platform thread would wait for the server.
 */
public final class HttpCalls implements AutoCloseable {

    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;
    private final Duration silence;

    /**
     * @param connect longest wait for a connection
     * @param silence longest wait for the next byte of an answer; zero for no limit
     */
    public HttpCalls(Duration connect, Duration silence) {
        this.silence = silence;
        this.client =
                new OkHttpClient.Builder()
                        .connectTimeout(connect)
                        .readTimeout(silence)
                        .writeTimeout(silence)
                        .connectionPool(new ConnectionPool(16, 1, TimeUnit.MINUTES))
                        // A redirect would carry a key and a prompt to a place nobody chose.
                        .followRedirects(false)
                        .build();
    }

    /** Waits for an answer as long as its caller does, who has a limit and interrupts. */
    public static HttpCalls patient() {
        return new HttpCalls(Duration.ofSeconds(10), Duration.ZERO);
    }

    /**
     * Sends the request and waits for the status and headers of the answer, whatever the status is.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException when there is no answer
     */
    public HttpReply send(HttpSend send) {
        RequestBody body =
                send.json() == null
                        ? null
                        : RequestBody.create(send.json().getBytes(StandardCharsets.UTF_8), JSON);
        Request.Builder request =
                new Request.Builder().url(send.uri().toString()).method(send.method(), body);
        send.headers().forEach(request::header);
        Failures failures = new Failures(send.server(), silence);
        try {
            return new HttpReply(client.newCall(request.build()).execute(), failures);
        } catch (IOException e) {
            throw failures.of(e);
        }
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
