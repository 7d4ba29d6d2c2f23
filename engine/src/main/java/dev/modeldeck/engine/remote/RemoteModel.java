package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.Site;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A model on a server.
 *
 * @param base where the server's protocol begins: {@code http://host:port/v1} for OpenAI's, the
 *     bare {@code http://host:port} for the Open Inference Protocol; a query of it goes with every
 *     call
 * @param headers that go with each call, those that prove who we are among them
 * @param name what the server calls the model
 * @param worker whether it is one of our own workers, which can be told to stop a request by its id
 */
public record RemoteModel(
        URI base, Supplier<Map<String, String>> headers, String name, boolean worker) {

    /**
     * A worker process of ours.
     *
     * @param bearer key for the {@code Authorization} header; empty for none
     */
    public static RemoteModel worker(URI base, String bearer, String name) {
        return new RemoteModel(base, bearer(bearer), name, true);
    }

    /**
     * Anybody's server.
     *
     * @param bearer key for the {@code Authorization} header; empty for none
     */
    public static RemoteModel server(URI base, String bearer, String name) {
        return new RemoteModel(base, bearer(bearer), name, false);
    }

    /** A connected server's. */
    public static RemoteModel at(Site site, String name) {
        return new RemoteModel(site.root(), site.headers(), name, false);
    }

    /** An address below the base, with the base's own query. */
    public URI at(String path) {
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        String whole = base.toString();
        String root = whole.substring(0, whole.length() - query.length());
        return URI.create(
                (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path + query);
    }

    /** An address in the folder of the base: {@code http://host/classify} for {@code …/v1}. */
    public URI beside(String path) {
        return at("").resolve(path);
    }

    private static Supplier<Map<String, String>> bearer(String key) {
        Map<String, String> headers =
                key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key);
        return () -> headers;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name + " at " + base;
    }
}
