package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.FakeServer.Asked;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4, checked by its document's steps, which are held to AWS's own example first.
 */
class AwsSignatureTest {

    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Clock THEN =
            Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC);

    @Test
    void the_steps_taken_here_give_the_signature_of_the_published_example() {
        // "get-vanilla" of AWS's test suite.
        Map<String, String> headers =
                Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z");
        assertThat(
                        signature(
                                "GET /",
                                "us-east-1/service",
                                List.of("host", "x-amz-date"),
                                headers,
                                new byte[0]))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void the_same_request_is_signed_so_with_the_digest_of_its_body_beside() {
        HttpSend sent =
                new AwsSignature(new Auth.AwsKeys(ID, SECRET, "us-east-1"), "service", THEN)
                        .apply(
                                HttpSend.get(
                                        URI.create("https://example.amazonaws.com/"), Map.of()));
        Map<String, String> headers = lower(sent.headers());
        assertThat(headers)
                .containsEntry("host", "example.amazonaws.com")
                .containsEntry("x-amz-date", "20150830T123600Z")
                .containsEntry("x-amz-content-sha256", hex(sha(new byte[0])));
        assertThat(headers.get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/");
        check("GET /", "us-east-1/service", headers, new byte[0]);
    }

    @Test
    void what_a_server_receives_is_what_was_signed() {
        SecretsInMemory secrets = new SecretsInMemory();
        String id = secrets.keep("id", ID);
        Auth keys = new Auth.AwsKeys(id, secrets.keep("key", SECRET), "eu-west-1");
        try (FakeServer fake = new FakeServer().otherwise(FakeServer.json(200, "{}"));
                Doors.Open door = new Doors(secrets).open(to(fake.address(), keys))) {
            door.site().post("/model/a%3A0/converse", Json.object().put("text", "☃"));
            Asked asked = fake.asked().getFirst();
            Map<String, String> headers = received(asked);
            assertThat(headers)
                    .containsEntry("content-type", "application/json")
                    .containsEntry("x-own", "yes");
            check(asked.line(), "eu-west-1/bedrock", headers, asked.bytes());
            assertThat(headers.get("authorization"))
                    .contains("x-own")
                    .contains("host")
                    .contains("content-type");
        }
    }

    @Test
    void each_attempt_is_signed_anew() {
        Auth keys = new Auth.AwsKeys(ID, SECRET, "eu-west-1");
        try (FakeServer fake = new FakeServer();
                Doors.Open door = new Doors(new NoSecrets()).open(to(fake.address(), keys))) {
            fake.otherwise(FakeServer.whole(429, "text/plain", "", Map.of("Retry-After", "0")));
            try (HttpReply reply = door.http().send(door.site().request("GET", "/x", null))) {
                assertThat(reply.status()).isEqualTo(429);
            }
            assertThat(fake.asked()).hasSize(2);
            fake.asked()
                    .forEach(asked ->
                            check(
                                    asked.line(),
                                    "eu-west-1/bedrock",
                                    received(asked),
                                    asked.bytes()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://bedrock-runtime.eu-central-1.amazonaws.com, eu-central-1",
        "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "https://vpce-1-2.bedrock-runtime.us-east-1.vpce.amazonaws.com, us-east-1"
    })
    void a_region_is_read_from_the_address(String address, String region) {
        HttpSend sent =
                AwsSignature.of(new Auth.AwsKeys(ID, SECRET, ""), URI.create(address))
                        .apply(HttpSend.get(URI.create(address + "/x"), Map.of()));
        assertThat(sent.headers().get("Authorization")).contains("/" + region + "/bedrock/");
    }

    @Test
    void where_no_region_is_told_one_is_asked_for() {
        assertThatThrownBy(() ->
                        AwsSignature.of(
                                new Auth.AwsKeys(ID, SECRET, " "),
                                URI.create("https://gateway.example.com")))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Invalid.class))
                .hasMessageContaining("region")
                .hasMessageNotContaining(SECRET);
    }

    private static Connection to(URI address, Auth keys) {
        return Connection.to("it", address, Access.as(keys)).withHeaders(Map.of("X-Own", "yes"));
    }

    /**
     * Whether the request has the signature that it should have, over the headers that it names.
     */
    private static void check(String line, String scope, Map<String, String> headers, byte[] body) {
        String authorization = headers.getOrDefault("authorization", "");
        String names = authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
        assertThat(authorization)
                .endsWith(
                        "Signature="
                                + signature(line, scope, List.of(names.split(";")), headers, body));
    }

    /**
     * After "Create a signed AWS API request" in AWS's IAM user guide; for paths without a query.
     */
    private static String signature(
            String line,
            String scope,
            List<String> names,
            Map<String, String> headers,
            byte[] body) {
        String time = headers.get("x-amz-date");
        String day = time.substring(0, 8);
        String[] words = line.split(" ");
        String canonical =
                String.join(
                        "\n",
                        words[0],
                        words[1].replace("%", "%25"), // encoded twice, as all services but S3 want
                        "",
                        names.stream()
                                .map(name -> name + ":" + headers.get(name) + "\n")
                                .collect(Collectors.joining()),
                        String.join(";", names),
                        hex(sha(body)));
        String whole = day + "/" + scope + "/aws4_request";
        String text =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        time,
                        whole,
                        hex(sha(canonical.getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : Arrays.asList(whole.split("/"))) {
            key = mac(key, part);
        }
        return hex(mac(key, text));
    }

    private static Map<String, String> received(Asked asked) {
        Map<String, String> headers = new TreeMap<>();
        asked.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        return lower(headers);
    }

    private static Map<String, String> lower(Map<String, String> headers) {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private static byte[] sha(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
