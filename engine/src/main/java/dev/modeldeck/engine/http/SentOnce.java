package dev.modeldeck.engine.http;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import okio.BufferedSink;

import java.io.IOException;

/**
 * A body that OkHttp does not send again by itself when a connection breaks: the server may have
 * begun with it, and a prompt at which it ended would end it once more.
 */
final class SentOnce extends RequestBody {

    private final HttpBody body;

    SentOnce(HttpBody body) {
        this.body = body;
    }

    @Override
    public MediaType contentType() {
        return MediaType.get(body.contentType());
    }

    @Override
    public long contentLength() {
        return body.bytes().length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(body.bytes());
    }

    @Override
    public boolean isOneShot() {
        return true;
    }
}
