package dev.modeldeck.engine.http;

import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

import java.io.IOException;
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

    /** Counts what comes in, also of an answer that is never read to its end. */
    private static Response watch(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Wire wire = chain.request().tag(Wire.class);
        Response.Builder watched = response.newBuilder();
        if ("0".equals(response.header("Retry-After"))) {
            // OkHttp would try again by itself; this says the same to whoever counts the tries.
            watched.header("Retry-After", AT_ONCE);
        }
        return wire == null ? watched.build() : watched.body(counted(response, wire)).build();
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
