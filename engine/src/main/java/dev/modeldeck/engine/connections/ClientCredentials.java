package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpSend;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token for a client's id and secret (RFC 6749, section 4.4). Where its address is not told it is
 * asked of the server itself (RFC 8414), below {@code /oidc} as Databricks has it.
 *
 * @param others headers of the connection, which go to the server itself, but to no other
 */
record ClientCredentials(URI root, HttpCalls http, Auth.OAuth client, Map<String, String> others)
        implements AccessTokens.Grant {

    private static final String METADATA = "/oidc/.well-known/oauth-authorization-server";
    private static final String USUAL = "/oidc/v1/token";
    private static final String USUAL_SCOPE = "all-apis";

    @Override
    public HttpSend request() {
        boolean own = client.tokenAddress().isEmpty();
        Map<String, String> headers = new LinkedHashMap<>(own ? others : Map.of());
        headers.put("Authorization", Doors.basic(client.clientId(), client.clientSecret()));
        return new HttpSend(
                "POST", own ? found() : Connection.address(client.tokenAddress()), headers, body());
    }

    @Override
    public String what() {
        return "this client id and secret";
    }

    private URI found() {
        // Whatever path a person copied from the browser is none of the server's address.
        Site door = new Site(root.resolve("/"), http, () -> others, Map.of());
        String told = door.get(METADATA).found().path("token_endpoint").asString("");
        return door.at(told.isEmpty() ? USUAL : told);
    }

    private HttpBody body() {
        String scope =
                client.scope().isEmpty() && client.tokenAddress().isEmpty()
                        ? USUAL_SCOPE
                        : client.scope();
        String asked =
                "grant_type=client_credentials"
                        + (scope.isEmpty()
                                ? ""
                                : "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8));
        return new HttpBody(
                asked.getBytes(StandardCharsets.US_ASCII), "application/x-www-form-urlencoded");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "client credentials";
    }
}
