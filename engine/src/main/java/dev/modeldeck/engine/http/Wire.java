package dev.modeldeck.engine.http;

import dev.modeldeck.engine.http.Reach.Kind;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Request;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches one attempt of a call. Several addresses of one name may be called at the same time, from
 * other threads; one of them wins.
 */
final class Wire extends EventListener {

    private final int tries;
    private final AtomicLong received = new AtomicLong();
    private final Map<InetSocketAddress, Long> connects = new ConcurrentHashMap<>();
    private volatile Kind stage = Kind.NAME;
    private volatile long nameStart;
    private volatile long nameNanos;
    private volatile long connectNanos;
    private volatile long secureStart;
    private volatile long secureNanos;
    private volatile long requestStart;
    private volatile long sent;
    private volatile boolean fresh;
    private volatile @Nullable InetSocketAddress address;
    private volatile @Nullable Handshake handshake;

    Wire(int tries) {
        this.tries = tries;
    }

    static EventListener of(Call call) {
        Wire wire = call.request().tag(Wire.class);
        return wire == null ? EventListener.NONE : wire;
    }

    WireTimes times() {
        return new WireTimes(
                nameNanos, connectNanos, secureNanos, fresh, sent, received.get(), tries);
    }

    /** How far the call came. */
    Kind stage() {
        return stage;
    }

    /** Which address was called last. */
    @Nullable InetSocketAddress address() {
        return address;
    }

    @Nullable Handshake handshake() {
        return handshake;
    }

    /** Nanoseconds since the stage began in which the call is. */
    long stageNanos(long callStart) {
        long begin =
                switch (stage) {
                    case NAME -> callStart;
                    case TCP -> connectStart(address, callStart);
                    case TLS -> secureStart;
                    case HTTP -> requestStart;
                };
        return System.nanoTime() - begin;
    }

    private long connectStart(@Nullable InetSocketAddress to, long otherwise) {
        return to == null ? otherwise : connects.getOrDefault(to, otherwise);
    }

    void receive(long bytes) {
        received.addAndGet(bytes);
    }

    @Override
    public void dnsStart(Call call, String name) {
        nameStart = System.nanoTime();
    }

    @Override
    public void dnsEnd(Call call, String name, List<InetAddress> addresses) {
        nameNanos = System.nanoTime() - nameStart;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress to, Proxy proxy) {
        connects.put(to, System.nanoTime());
        address = to;
        stage = Kind.TCP;
    }

    @Override
    public void secureConnectStart(Call call) {
        secureStart = System.nanoTime();
        stage = Kind.TLS;
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake done) {
        secureNanos = System.nanoTime() - secureStart;
        handshake = done;
    }

    @Override
    public void connectEnd(
            Call call, InetSocketAddress to, Proxy proxy, @Nullable Protocol protocol) {
        long now = System.nanoTime();
        connectNanos = (secureStart == 0 ? now : secureStart) - connectStart(to, now);
        address = to;
        fresh = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        address = connection.route().socketAddress();
    }

    @Override
    public void requestHeadersStart(Call call) {
        requestStart = System.nanoTime();
        stage = Kind.HTTP;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        sent = 0;
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        sent = byteCount;
    }
}
