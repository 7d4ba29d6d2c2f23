package dev.modeldeck.engine.http;

import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OkHttp, set up by our terms. */
final class Clients {

    private static final String AT_ONCE = "Thu, 01 Jan 1970 00:00:00 GMT";

    /** Idle connections: with fewer than callers, each call would open one anew. */
    private static final int KEPT = 128;

    private Clients() {}

    /** For connections that are not encrypted; knows nothing of certificates, which cost time. */
    static OkHttpClient plain(HttpTerms terms) {
        OkHttpClient.Builder client =
                new OkHttpClient.Builder()
                        .connectTimeout(terms.connect())
                        .readTimeout(terms.silence())
                        .writeTimeout(terms.silence())
                        .dns(new Names(terms.connect()))
                        .socketFactory(new KeptSockets())
                        .connectionPool(new ConnectionPool(KEPT, 1, TimeUnit.MINUTES))
                        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                        .eventListenerFactory(Wire::of)
                        .addNetworkInterceptor(Clients::watch)
                        // A redirect would carry a key and a prompt to a place nobody chose.
                        .followRedirects(false);
        ProxyTerms proxy = terms.proxy();
        if (proxy != null) {
            InetSocketAddress address =
                    InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
            client.proxy(new Proxy(Proxy.Type.HTTP, address))
                    .proxyAuthenticator(new ProxyLogin(proxy));
        }
        return client.build();
    }

    /** Shares everything else with the plain one. */
    static OkHttpClient secure(OkHttpClient plain, Tls tls) {
        return plain.newBuilder()
                .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                .sslSocketFactory(tls.sockets(), tls.trust())
                .build();
    }

    /**
     * Lets nothing leave twice that may be done once, and counts what comes in, also of an answer
     * that is never read to its end.
     */
    private static Response watch(Interceptor.Chain chain) throws IOException {
        Wire wire = chain.request().tag(Wire.class);
        Response response =
                chain.request().body() instanceof OnceBody once
                        ? sentOnce(chain, once, wire)
                        : chain.proceed(chain.request());
        Response.Builder watched = response.newBuilder();
        if ("0".equals(response.header("Retry-After"))) {
            // OkHttp would try again by itself; this says the same to whoever counts the tries.
            watched.header("Retry-After", AT_ONCE);
        }
        return wire == null ? watched.build() : watched.body(counted(response, wire)).build();
    }

    private static Response sentOnce(Interceptor.Chain chain, OnceBody once, @Nullable Wire wire)
            throws IOException {
        Connection connection = chain.connection();
        boolean kept = wire != null && !wire.times().fresh();
        if (kept && connection != null && KeptSockets.closed(connection)) {
            throw new KeptSockets.Closed();
        }
        once.refusedOnTheWay(false);
        Response response = chain.proceed(chain.request());
        once.refusedOnTheWay(response.code() == HttpURLConnection.HTTP_PROXY_AUTH);
        return response;
    }

    private static ResponseBody counted(Response response, Wire wire) {
        ResponseBody body = response.body();
        return ResponseBody.create(
                Okio.buffer(
                        new ForwardingSource(body.source()) {
                            @Override
                            public long read(Buffer sink, long byteCount) throws IOException {
                                long count = super.read(sink, byteCount);
                                wire.receive(Math.max(count, 0));
                                return count;
                            }
                        }),
                body.contentType(),
                body.contentLength());
    }
}
