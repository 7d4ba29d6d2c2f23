package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A server that a person has connected.
 *
 * @param id opaque, stays when everything else changes; empty before it is kept
 * @param name as the person calls it; unique
 * @param address where the server is, as the person typed it: {@code http://host:8000} or {@code
 *     https://host/openai/v1}
 * @param server id of the {@link RemoteServer} that it is; empty to find out
 * @param settings of that kind of server, by the key of their {@code SettingSpec}
 */
public record Connection(
        String id,
        String name,
        URI address,
        String server,
        Access access,
        Map<String, String> settings) {

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}{}]{1,100}");

    public Connection {
        if (name.isBlank() || !NAME.matcher(name).matches()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "A connection needs a name of up to 100 characters, without braces.",
                            "name"));
        }
        check(address);
        settings = Map.copyOf(settings);
    }

    /** One that is to be found out about. */
    public static Connection to(String name, URI address, Access access) {
        return new Connection("", name, address, "", access, Map.of());
    }

    /**
     * An address as a person types it.
     *
     * @throws EngineException where it is none
     */
    public static URI address(String typed) {
        String text = typed.strip();
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            check(uri);
            return uri;
        } catch (IllegalArgumentException e) {
            throw new EngineException(wrong(text), e);
        }
    }

    public Connection withId(String given) {
        return new Connection(given, name, address, server, access, settings);
    }

    public Connection withName(String given) {
        return new Connection(id, given, address, server, access, settings);
    }

    public Connection withServer(String kind) {
        return new Connection(id, name, address, kind, access, settings);
    }

    public Connection withAccess(Access other) {
        return new Connection(id, name, address, server, other, settings);
    }

    public Connection withHeaders(Map<String, String> headers) {
        return withAccess(access.withHeaders(headers));
    }

    public Connection withSettings(Map<String, String> values) {
        return new Connection(id, name, address, server, access, values);
    }

    /** Without the settings' values, which may be keys before they are kept. */
    @Override
    public String toString() {
        return "Connection[%s, %s, %s, %s, %s]"
                .formatted(name, address, server, access, settings.keySet());
    }

    private static void check(URI address) {
        String scheme = String.valueOf(address.getScheme());
        if (address.getHost() == null
                || !(scheme.equals("http") || scheme.equals("https"))
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null) {
            throw new EngineException(wrong(address.getScheme() + "://" + address.getHost()));
        }
    }

    private static Problem wrong(String text) {
        return new Problem.Invalid(
                "\"%s\" is no address of a server. It begins with http:// or https:// and a host, and has neither a user nor a \"?\" in it."
                        .formatted(text),
                "address");
    }
}
