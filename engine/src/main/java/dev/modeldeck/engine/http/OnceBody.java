package dev.modeldeck.engine.http;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import okio.BufferedSink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The body of a request that changes or costs something. OkHttp sends a request again by itself
 * when a connection breaks before an answer, though the server may have begun; one with this body
 * it does not.
 */
final class OnceBody extends RequestBody {

    private final byte[] bytes;
    private final @Nullable MediaType type;
    private volatile boolean refusedOnTheWay;

    OnceBody(byte[] bytes, @Nullable MediaType type) {
        this.bytes = bytes;
        this.type = type;
    }

    /**
     * Whether only the proxy has seen it, which wants to know first who we are. Until the request
     * leaves anew.
     */
    void refusedOnTheWay(boolean refused) {
        refusedOnTheWay = refused;
    }

    @Override
    public boolean isOneShot() {
        return !refusedOnTheWay;
    }

    @Override
    public @Nullable MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
    }
}
