package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;

/**
 * A token for a service account of Google Cloud: a claim that its private key has signed (RFC
 * 7523).
 *
 * @param key the file that Google gives for the account: JSON with {@code client_email}, {@code
 *     private_key} and {@code token_uri}
 */
record ServiceAccount(String key, Clock clock) implements AccessTokens.Grant {

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String USUAL = "https://oauth2.googleapis.com/token";
    private static final long SECONDS = 3600;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /**
     * @throws EngineException Invalid where the key is not what Google gives
     */
    @Override
    public HttpSend request() {
        ObjectNode account = account();
        String address = account.path("token_uri").asString(USUAL);
        String body =
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                        + assertion(account, address);
        return new HttpSend(
                "POST",
                URI.create(address),
                Map.of(),
                new HttpBody(
                        body.getBytes(StandardCharsets.US_ASCII),
                        "application/x-www-form-urlencoded"));
    }

    @Override
    public String what() {
        return "this service account's key";
    }

    private ObjectNode account() {
        try {
            ObjectNode account = Json.parseObject(key);
            if (account.path("client_email").isString() && account.path("private_key").isString()) {
                return account;
            }
        } catch (EngineException notJson) {
            throw wrong();
        }
        throw wrong();
    }

    private String assertion(ObjectNode account, String address) {
        long now = clock.instant().getEpochSecond();
        ObjectNode head = Json.object().put("alg", "RS256").put("typ", "JWT");
        String id = account.path("private_key_id").asString("");
        if (!id.isEmpty()) {
            head.put("kid", id);
        }
        ObjectNode claim =
                Json.object()
                        .put("iss", account.path("client_email").stringValue())
                        .put("scope", SCOPE)
                        .put("aud", address)
                        .put("iat", now)
                        .put("exp", now + SECONDS);
        String signed = encoded(Json.write(head)) + "." + encoded(Json.write(claim));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey(account.path("private_key").stringValue()));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong(); // without the cause, which may show the key
        }
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        String bare = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(bare)));
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static EngineException wrong() {
        return new EngineException(
                new Problem.Invalid(
                        "The service account's key is the JSON file that Google Cloud gives for it, with \"client_email\" and \"private_key\".",
                        "auth"));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "service account";
    }
}
