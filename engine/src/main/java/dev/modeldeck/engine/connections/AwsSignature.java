package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signs requests as AWS asks (Signature Version 4): the method, address, headers and body. */
final class AwsSignature implements UnaryOperator<HttpSend> {

    private static final String BEDROCK = "bedrock";
    private static final Pattern REGION =
            Pattern.compile("(?:.*\\.)?bedrock(?:-runtime)?(?:-fips)?\\.([a-z0-9-]+)\\..*");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity keys;
    private final String region;
    private final String service;
    private final Clock clock;

    /**
     * @param service as the signature names it
     */
    AwsSignature(Auth.AwsKeys keys, String service, Clock clock) {
        this.keys = AwsCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey());
        this.region = keys.region();
        this.service = service;
        this.clock = clock;
    }

    /**
     * For Amazon Bedrock.
     *
     * @throws EngineException Invalid where neither the keys nor the address tell a region
     */
    static AwsSignature of(Auth.AwsKeys keys, URI address) {
        String region = keys.region().isBlank() ? region(address) : keys.region().strip();
        return new AwsSignature(
                new Auth.AwsKeys(keys.accessKeyId(), keys.secretAccessKey(), region),
                BEDROCK,
                Clock.systemUTC());
    }

    private static String region(URI address) {
        Matcher host = REGION.matcher(address.getHost());
        if (!host.matches()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Keys of AWS belong to a region, which this address does not tell. Enter it beside the keys: us-east-1, for example.",
                            "auth"));
        }
        return host.group(1);
    }

    @Override
    public HttpSend apply(HttpSend send) {
        HttpBody body = send.body();
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(send.method()))
                        .uri(send.uri());
        send.headers().forEach(request::putHeader);
        if (body != null) {
            request.putHeader("Content-Type", body.contentType());
        }
        SdkHttpRequest unsigned = request.build();
        SignedRequest signed =
                signer.sign(sign -> {
                    sign.request(unsigned)
                            .identity(keys)
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                            .putProperty(HttpSigner.SIGNING_CLOCK, clock);
                    if (body != null) {
                        sign.payload(ContentStreamProvider.fromByteArrayUnsafe(body.bytes()));
                    }
                });
        Map<String, String> headers = new LinkedHashMap<>();
        signed.request()
                .headers()
                .forEach((name, values) -> headers.put(name, String.join(",", values)));
        return new HttpSend(send.method(), send.uri(), headers, body);
    }
}
