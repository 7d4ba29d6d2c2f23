package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.modeldeck.engine.http.Reach.Kind;
import dev.modeldeck.engine.http.Reach.Step;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;

import okhttp3.tls.HeldCertificate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class ReachTest {

    @TempDir private Path folder;
    private final MockWebServer server = new MockWebServer();
    private HttpTerms terms = HttpTerms.patient();

    @BeforeEach
    void trust() throws IOException {
        terms = terms.withTls(new TlsTerms(TestCertificates.authorities(folder), null, ""));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void every_step_to_a_plain_server_is_told() throws Exception {
        server.start();
        server.enqueue(new MockResponse.Builder().addHeader("Server", "uvicorn").build());
        List<Step> steps = check("http://localhost");
        assertThat(steps).extracting(Step::kind).containsExactly(Kind.NAME, Kind.TCP, Kind.HTTP);
        assertThat(steps)
                .allSatisfy(step -> {
                    assertThat(step.ok()).isTrue();
                    assertThat(step.cure()).isEmpty();
                    assertThat(step.took()).isPositive();
                });
        assertThat(steps.get(0).said()).startsWith("localhost is ");
        assertThat(steps.get(1).said()).contains(":" + server.getPort());
        assertThat(steps.get(2).said()).isEqualTo("Answered with status 200 (OK) by uvicorn.");
        assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/models?x=1");
    }

    @Test
    void every_step_to_a_secure_server_is_told() throws Exception {
        start(TestCertificates.localhost());
        server.enqueue(new MockResponse.Builder().code(404).build());
        List<Step> steps = check("https://127.0.0.1");
        assertThat(steps)
                .extracting(Step::kind)
                .containsExactly(Kind.NAME, Kind.TCP, Kind.TLS, Kind.HTTP);
        assertThat(steps).allMatch(Step::ok);
        assertThat(steps.get(0).said()).contains("no name to look up");
        assertThat(steps.get(2).said())
                .contains(
                        "Secure by TLS 1.",
                        "for localhost (localhost, 127.0.0.1)",
                        "issued by Test authority",
                        "valid for 99 days more");
        assertThat(steps.get(3).said()).contains("404 (nothing at this path)");
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, has expired, expired 3 days ago, renew",
        "WRONG_HOST, for another name, for other (other.test), Use a name",
        "SELF_SIGNED, signed itself, issued by localhost, PEM file",
        "UNKNOWN, does not know, issued by Somebody, authority's certificate",
    })
    void a_bad_certificate_is_told_with_its_cure(
            String kind, String said, String certificate, String cure) throws Exception {
        start(bad(kind));
        Step last = failing(Kind.TLS, check("https://127.0.0.1"));
        assertThat(last.said()).contains(said, certificate);
        assertThat(last.cure()).contains(cure);
    }

    @Test
    void a_server_that_does_not_encrypt_is_told() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> answerPlainly(plain));
            URI uri = URI.create("https://127.0.0.1:" + plain.getLocalPort());
            Step last = failing(Kind.TLS, Reach.check(terms, uri));
            assertThat(last.said()).contains("not in TLS");
            assertThat(last.cure()).contains("http://");
        }
    }

    @Test
    void a_server_that_hangs_up_on_encryption_is_told() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> hangUp(plain));
            URI uri = URI.create("https://127.0.0.1:" + plain.getLocalPort());
            Step last = failing(Kind.TLS, Reach.check(terms, uri));
            assertThat(last.said()).contains("closed the connection instead");
            assertThat(last.cure()).contains("http://");
        }
    }

    @Test
    void a_server_that_encrypts_is_told_when_called_plainly() throws Exception {
        start(TestCertificates.localhost());
        Step last = failing(Kind.HTTP, check("http://127.0.0.1"));
        assertThat(last.cure()).contains("https://");
    }

    @Test
    void a_server_that_wants_a_certificate_is_told_as_a_matter_of_tls() throws Exception {
        server.requireClientAuth();
        start(TestCertificates.localhost());
        Step last = failing(Kind.TLS, check("https://127.0.0.1"));
        assertThat(last.said()).contains("wants a client certificate");
        assertThat(last.cure()).contains("PKCS#12");
    }

    @Test
    void a_name_that_nobody_knows_is_told() {
        List<Step> steps = Reach.check(terms, URI.create("http://nobody.invalid/"));
        assertThat(failing(Kind.NAME, steps).said()).contains("nobody.invalid");
    }

    @Test
    void a_port_at_which_nothing_listens_is_told() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        List<Step> steps = Reach.check(terms, URI.create("http://127.0.0.1:" + free));
        Step last = failing(Kind.TCP, steps);
        assertThat(last.said()).isEqualTo("Nothing listens at 127.0.0.1:" + free + ".");
        assertThat(last.cure()).contains("Start the server");
    }

    @Test
    void a_computer_that_does_not_answer_is_told() throws Exception {
        try (FullServer full = new FullServer()) {
            List<Step> steps = Reach.check(hasty(), URI.create("http://127.0.0.1:" + full.port()));
            Step last = failing(Kind.TCP, steps);
            assertThat(last.said()).contains("did not answer within 100 ms");
            assertThat(last.cure()).contains("firewall");
        }
    }

    @ParameterizedTest
    @CsvSource({"http, HTTP, said nothing", "https, TLS, did not begin to make it secure"})
    void a_server_that_accepts_and_is_silent_is_told(String scheme, Kind kind, String said)
            throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            URI uri = URI.create(scheme + "://127.0.0.1:" + silent.getLocalPort());
            assertThat(failing(kind, Reach.check(hasty(), uri)).said()).contains(said);
        }
    }

    @Test
    void an_error_of_the_server_is_told() throws Exception {
        server.start();
        server.enqueue(new MockResponse.Builder().code(503).build());
        Step last = failing(Kind.HTTP, check("http://127.0.0.1"));
        assertThat(last.said()).contains("503 (not available now)");
        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void a_redirect_is_told_with_its_target() throws Exception {
        server.start();
        server.enqueue(
                new MockResponse.Builder().code(301).addHeader("Location", "https://b/").build());
        Step last = check("http://127.0.0.1").getLast();
        assertThat(last.ok()).isTrue();
        assertThat(last.said()).contains("sends to https://b/");
        assertThat(last.cure()).isNotEmpty();
    }

    @Test
    void a_server_that_hangs_up_is_told() throws Exception {
        server.start();
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
        assertThat(failing(Kind.HTTP, check("http://127.0.0.1")).said())
                .contains("closed the connection");
    }

    @Test
    void the_way_through_a_proxy_is_told() throws Exception {
        start(TestCertificates.localhost());
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(new MockResponse.Builder().build());
        List<Step> steps = Reach.check(proxied(), URI.create("https://localhost:1/"));
        assertThat(steps)
                .extracting(Step::kind)
                .containsExactly(Kind.NAME, Kind.TCP, Kind.TLS, Kind.HTTP);
        assertThat(steps.get(1).said())
                .contains("the proxy 127.0.0.1:", "a tunnel to https://localhost:1.");
    }

    @ParameterizedTest
    @CsvSource({"407, does not accept us, a user and a password", "502, no tunnel to, address"})
    void a_proxy_that_refuses_is_told(int status, String said, String cure) throws Exception {
        start(TestCertificates.localhost());
        server.enqueue(new MockResponse.Builder().code(status).inTunnel().build());
        Step last = failing(Kind.TCP, Reach.check(proxied(), URI.create("https://localhost:1/")));
        assertThat(last.said()).contains(said);
        assertThat(last.cure()).contains(cure);
    }

    @Test
    void a_check_can_be_interrupted() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            CompletableFuture<Problem> ended = new CompletableFuture<>();
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    Reach.check(terms, uri);
                                } catch (EngineException e) {
                                    ended.complete(e.problem());
                                }
                            });
            silent.accept();
            caller.interrupt();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(Problem.Cancelled.class);
        }
    }

    /** On everybody, after what they said. */
    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                try (Socket caller = server.accept()) {
                    caller.getInputStream().read(new byte[1 << 16]);
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void answerPlainly(ServerSocket plain) {
        try (Socket socket = plain.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpTerms hasty() {
        return terms.withConnect(Duration.ofMillis(100));
    }

    private HttpTerms proxied() {
        return terms.withProxy(new ProxyTerms("127.0.0.1", server.getPort(), "", ""));
    }

    private static HeldCertificate bad(String kind) {
        return switch (kind) {
            case "EXPIRED" -> TestCertificates.expired();
            case "WRONG_HOST" ->
                    TestCertificates.signed("other")
                            .addSubjectAlternativeName("other.test")
                            .build();
            case "SELF_SIGNED" -> TestCertificates.selfSigned();
            default ->
                    new HeldCertificate.Builder()
                            .addSubjectAlternativeName("127.0.0.1")
                            .signedBy(
                                    new HeldCertificate.Builder()
                                            .commonName("Somebody")
                                            .certificateAuthority(0)
                                            .build())
                            .build();
        };
    }

    /** The last step, which alone must have failed. */
    private static Step failing(Kind kind, List<Step> steps) {
        Step last = steps.getLast();
        assertThat(last.kind()).as("%s", steps).isEqualTo(kind);
        assertThat(last.ok()).as("%s", steps).isFalse();
        assertThat(last.cure()).endsWith(".");
        assertThat(steps.subList(0, steps.size() - 1)).allMatch(Step::ok);
        return last;
    }

    private List<Step> check(String address) {
        return Reach.check(terms, URI.create(address + ":" + server.getPort() + "/v1/models?x=1"));
    }

    private void start(HeldCertificate own) throws IOException {
        server.useHttps(TestCertificates.server(own));
        server.start();
    }
}
