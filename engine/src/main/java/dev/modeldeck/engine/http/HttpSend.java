package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * A request to be sent.
 *
 * @param body null for none
 */
public record HttpSend(
        String method, URI uri, Map<String, String> headers, @Nullable HttpBody body) {

    /** After RFC 9110, section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    public HttpSend {
        headers = Map.copyOf(headers);
        String scheme = String.valueOf(uri.getScheme());
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new EngineException(
                    new Problem.Invalid(
                            "\""
                                    + uri
                                    + "\" is no address of a server: it must begin with http:// or"
                                    + " https:// and a host.",
                            "url"));
        }
    }

    public static HttpSend get(URI uri, Map<String, String> headers) {
        return new HttpSend("GET", uri, headers, null);
    }

    public static HttpSend post(URI uri, Map<String, String> headers, String json) {
        return new HttpSend("POST", uri, headers, HttpBody.json(json));
    }

    /** The server as a person knows it, without a name and password that its address may hold. */
    String server() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port;
    }

    /** Whether doing it twice is doing it once. */
    boolean idempotent() {
        return IDEMPOTENT.contains(method);
    }

    boolean secure() {
        return "https".equals(uri.getScheme());
    }

    /** Without headers and body, which hold keys and prompts. */
    @Override
    public String toString() {
        return method + " " + server() + uri.getPath();
    }
}
