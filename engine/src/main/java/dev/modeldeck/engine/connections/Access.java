package dev.modeldeck.engine.connections;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How a server is reached.
 *
 * @param headers sent with every request, beside the authentication's
 * @param proxy {@code http://host:port} of an HTTP proxy; empty for none
 * @param proxyUser empty for a proxy without authentication
 * @param proxyPassword a reference to a secret; may be empty
 * @param authorities path of a PEM file with certificate authorities to be trusted beside the
 *     system's; may be empty
 * @param certificate path of a PKCS#12 file with a client certificate; may be empty
 * @param certificatePassword a reference to a secret; may be empty
 */
public record Access(
        Auth auth,
        Map<String, String> headers,
        String proxy,
        String proxyUser,
        String proxyPassword,
        String authorities,
        String certificate,
        String certificatePassword,
        Patience patience) {

    public Access {
        headers = Map.copyOf(headers);
    }

    /** Openly, and with the usual patience. */
    public static Access open() {
        return as(new Auth.None());
    }

    public static Access as(Auth auth) {
        return new Access(auth, Map.of(), "", "", "", "", "", "", Patience.usual());
    }

    public Access withAuth(Auth other) {
        return new Access(
                other,
                headers,
                proxy,
                proxyUser,
                proxyPassword,
                authorities,
                certificate,
                certificatePassword,
                patience);
    }

    public Access withHeaders(Map<String, String> others) {
        return new Access(
                auth,
                others,
                proxy,
                proxyUser,
                proxyPassword,
                authorities,
                certificate,
                certificatePassword,
                patience);
    }

    public Access withPatience(Patience other) {
        return new Access(
                auth,
                headers,
                proxy,
                proxyUser,
                proxyPassword,
                authorities,
                certificate,
                certificatePassword,
                other);
    }

    /**
     * The same with each secret replaced.
     *
     * @param change is given each text that is one, never an empty one
     */
    public Access withSecrets(UnaryOperator<String> change) {
        UnaryOperator<String> filled = text -> text.isEmpty() ? text : change.apply(text);
        Map<String, String> changed = new LinkedHashMap<>();
        headers.forEach((name, value) -> changed.put(name, filled.apply(value)));
        return new Access(
                auth.withSecret(filled),
                changed,
                proxy,
                proxyUser,
                filled.apply(proxyPassword),
                authorities,
                certificate,
                filled.apply(certificatePassword),
                patience);
    }

    /** Without anything that may be a secret. */
    @Override
    public String toString() {
        return "Access[%s, headers %s, proxy %s]".formatted(auth, headers.keySet(), proxy);
    }

    /**
     * How long one waits, and how often one tries.
     *
     * @param connectSeconds for a connection
     * @param silenceSeconds for the next byte of an answer; 0 for as long as the caller waits
     * @param attempts of a call, the first one among them: 1 to 10
     */
    public record Patience(int connectSeconds, int silenceSeconds, int attempts) {

        public static Patience usual() {
            return new Patience(10, 0, 2);
        }
    }
}
