package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A server with the door open: its address, and everything that its requests need. Its secrets are
 * values here, so it is never shown or kept. Safe for many threads.
 */
public final class Site {

    /** Enough for any list, log or page of metrics; many servers are read again and again. */
    private static final long LONGEST_ANSWER = 32L << 20;

    private static final Set<Integer> NOT_READY = Set.of(502, 503, 504);

    private final URI root;
    private final HttpCalls http;
    private final Supplier<Map<String, String>> headers;
    private final Map<String, String> settings;
    private final @Nullable Map<String, Reply> remembered;

    /**
     * @param http closed by its owner
     * @param headers that prove who we are, and those of the person; asked at each request
     * @param settings of the kind of server
     */
    public Site(
            URI root,
            HttpCalls http,
            Supplier<Map<String, String>> headers,
            Map<String, String> settings) {
        this(root, http, headers, settings, null);
    }

    private Site(
            URI root,
            HttpCalls http,
            Supplier<Map<String, String>> headers,
            Map<String, String> settings,
            @Nullable Map<String, Reply> remembered) {
        this.root = root;
        this.http = http;
        this.headers = headers;
        this.settings = Map.copyOf(settings);
        this.remembered = remembered;
    }

    /** Asks each thing only once, so that all kinds of servers can look at the same answers. */
    Site remembering() {
        return new Site(root, http, headers, settings, new ConcurrentHashMap<>());
    }

    /** The same door at another address, for servers that listen on several ports. */
    public Site elsewhere(URI address) {
        return new Site(address, http, headers, settings, remembered);
    }

    /** The same door without that end of its address, where it has it. */
    public Site without(String end) {
        String address = root.toString().replaceAll("/+$", "");
        return address.endsWith(end)
                ? elsewhere(URI.create(address.substring(0, address.length() - end.length())))
                : this;
    }

    /** The same door with another value for a header. */
    public Site replacingHeader(String name, String value) {
        Supplier<Map<String, String>> others =
                () -> {
                    Map<String, String> all = new LinkedHashMap<>(headers.get());
                    all.keySet().removeIf(name::equalsIgnoreCase);
                    all.put(name, value);
                    return all;
                };
        return asking(others);
    }

    /** The same door with one more header, unless it has one of that name. */
    public Site withHeader(String name, String value) {
        Supplier<Map<String, String>> more =
                () -> {
                    Map<String, String> all = new LinkedHashMap<>(headers.get());
                    if (all.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                        all.put(name, value);
                    }
                    return all;
                };
        return asking(more);
    }

    /** What was answered to other headers is not remembered for these. */
    private Site asking(Supplier<Map<String, String>> others) {
        return new Site(
                root,
                http,
                others,
                settings,
                remembered == null ? null : new ConcurrentHashMap<>());
    }

    /** The same host at another port, unless a setting names an address. */
    public Site port(String setting, int port) {
        String address = setting(setting);
        return elsewhere(
                address.isEmpty()
                        ? URI.create(root.getScheme() + "://" + root.getHost() + ":" + port)
                        : Connection.address(address));
    }

    public URI root() {
        return root;
    }

    /** The calls go through it; its headers are to be sent along. */
    public HttpCalls http() {
        return http;
    }

    public Supplier<Map<String, String>> headers() {
        return headers;
    }

    /** A setting of the kind of server; empty where it was not made. */
    public String setting(String key) {
        return settings.getOrDefault(key, "");
    }

    /** An address below the root; a whole address stays as it is. */
    public URI at(String path) {
        if (path.startsWith("http://") || path.startsWith("https://")) {
            return URI.create(path);
        }
        String base = root.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** What it answers, whatever the status; a problem only where there is no answer. */
    public Reply get(String path) {
        if (remembered == null) {
            return send("GET", path, null);
        }
        String key = at(path).toString();
        Reply known = remembered.get(key);
        if (known == null) {
            known = send("GET", path, null);
            remembered.put(key, known);
        }
        return known;
    }

    /** What it answers with a good status. */
    public Reply require(String path) {
        return get(path).orThrow("GET " + path);
    }

    /** The JSON that it answers with a good status. */
    public JsonNode json(String path) {
        JsonNode json = require(path).json();
        if (json.isMissingNode()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET %s was not answered with JSON. Check that the address is the one of the server's API."
                                    .formatted(path),
                            502));
        }
        return json;
    }

    public Reply post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    public Reply send(String method, String path, @Nullable JsonNode body) {
        try (HttpReply reply = http.send(request(method, path, body))) {
            return new Reply(reply.status(), reply.text(LONGEST_ANSWER));
        }
    }

    /** A request as it leaves, with all its headers. */
    public HttpSend request(String method, String path, @Nullable JsonNode body) {
        Map<String, String> all = new LinkedHashMap<>(headers.get());
        all.putIfAbsent("Accept", "application/json, text/plain;q=0.9, */*;q=0.1");
        return new HttpSend(
                method, at(path), all, body == null ? null : HttpBody.json(Json.write(body)));
    }

    /** Whether the server has refused the key at any question so far; only where remembered. */
    boolean refused() {
        return remembered != null && remembered.values().stream().anyMatch(Reply::refused);
    }

    /**
     * Whether any answer so far says that the server, or what is behind it, is not ready to answer;
     * only where remembered.
     */
    boolean starting() {
        return remembered != null
                && remembered.values().stream().map(Reply::status).anyMatch(NOT_READY::contains);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return root.toString();
    }
}
