package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The mock server is a proxy and, behind its own tunnel, the server. */
class ProxyTermsTest {

    private static final String BASIC = "Basic bWU6Z2VoZWlt"; // me:geheim

    @TempDir private Path folder;
    private final MockWebServer proxy = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        proxy.useHttps(TestCertificates.server(TestCertificates.localhost()));
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void an_encrypted_call_goes_through_a_tunnel() throws Exception {
        tunnel(200);
        proxy.enqueue(new MockResponse.Builder().body("hello").build());
        assertThat(text("https://localhost:1/x", "")).isEqualTo("hello");
        RecordedRequest connect = proxy.takeRequest();
        assertThat(connect.getRequestLine()).startsWith("CONNECT localhost:1 ");
        assertThat(connect.getHeaders().get("Proxy-Authorization")).isNull();
        assertThat(proxy.takeRequest().getTarget()).isEqualTo("/x");
    }

    @Test
    void a_tunnel_is_opened_with_the_user_and_only_the_proxy_hears_of_it() throws Exception {
        tunnel(200);
        proxy.enqueue(new MockResponse.Builder().body("hello").build());
        assertThat(text("https://localhost:1/x", "me")).isEqualTo("hello");
        assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization")).isEqualTo(BASIC);
        assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @Test
    void a_proxy_that_does_not_know_us_is_told_from_the_server() {
        tunnel(407);
        assertThat(problem("https://localhost:1/", "me").message())
                .contains("The proxy 127.0.0.1:", "user and password")
                .doesNotContain("geheim");
        tunnel(407);
        assertThat(problem("https://localhost:1/", "").message()).contains("user and password");
    }

    @Test
    void a_proxy_that_lets_nobody_through_is_told_from_the_server() {
        tunnel(403);
        assertThat(problem("https://localhost:1/", "").message())
                .contains("does not let us through to https://localhost:1");
    }

    @Test
    void a_plain_call_is_passed_on_with_the_user() throws Exception {
        try (MockWebServer plain = new MockWebServer()) {
            plain.start();
            plain.enqueue(wantsLogin().build());
            plain.enqueue(new MockResponse.Builder().body("hello").build());
            assertThat(text("http://model.test/x", plain, "me")).isEqualTo("hello");
            assertThat(plain.takeRequest().getRequestLine()).startsWith("GET http://model.test/x");
            assertThat(plain.takeRequest().getHeaders().get("Proxy-Authorization"))
                    .isEqualTo(BASIC);
            plain.enqueue(wantsLogin().build());
            assertThatThrownBy(() -> text("http://model.test/x", plain, ""))
                    .hasMessageContaining("user and password");
        }
    }

    @Test
    void so_is_one_that_changes_something_of_which_only_the_proxy_has_seen() throws Exception {
        try (MockWebServer plain = new MockWebServer()) {
            plain.start();
            plain.enqueue(wantsLogin().build());
            plain.enqueue(new MockResponse.Builder().body("hello").build());
            HttpTerms terms = terms(new ProxyTerms("127.0.0.1", plain.getPort(), "me", "geheim"));
            URI uri = URI.create("http://model.test/x");
            try (HttpCalls calls = new HttpCalls(terms);
                    HttpReply reply = calls.send(HttpSend.post(uri, Map.of(), "{}"))) {
                assertThat(reply.text()).isEqualTo("hello");
            }
            assertThat(plain.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
            RecordedRequest known = plain.takeRequest();
            assertThat(known.getHeaders().get("Proxy-Authorization")).isEqualTo(BASIC);
            assertThat(known.getBody().utf8()).isEqualTo("{}");
        }
    }

    @Test
    void a_proxy_that_is_not_there_is_told_from_the_server() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        HttpTerms terms = terms(new ProxyTerms("127.0.0.1", free, "", ""));
        try (HttpCalls calls = new HttpCalls(terms)) {
            HttpSend send = HttpSend.get(URI.create("http://model.test/"), Map.of());
            assertThatThrownBy(() -> calls.send(send))
                    .hasMessageContaining("The proxy 127.0.0.1:" + free + " cannot be reached");
        }
    }

    @Test
    void terms_are_checked_and_keep_the_password_to_themselves() {
        assertThat(new ProxyTerms("p", 3128, "me", "geheim")).hasToString("me@p:3128");
        assertThatThrownBy(() -> new ProxyTerms("http://p", 1, "", ""))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("without http://");
        assertThatThrownBy(() -> new ProxyTerms("p", 0, "", "")).hasMessageContaining("65535");
    }

    private void tunnel(int status) {
        proxy.enqueue(
                (status == 407 ? wantsLogin() : new MockResponse.Builder().code(status))
                        .inTunnel()
                        .build());
    }

    private static MockResponse.Builder wantsLogin() {
        return new MockResponse.Builder()
                .code(407)
                .addHeader("Proxy-Authenticate", "Basic realm=\"p\"");
    }

    private String text(String uri, String user) throws IOException {
        return text(uri, proxy, user);
    }

    private String text(String uri, MockWebServer through, String user) throws IOException {
        HttpTerms terms = terms(new ProxyTerms("127.0.0.1", through.getPort(), user, "geheim"));
        try (HttpCalls calls = new HttpCalls(terms);
                HttpReply reply = calls.send(HttpSend.get(URI.create(uri), Map.of()))) {
            return reply.text();
        }
    }

    private Problem problem(String uri, String user) {
        try {
            throw new AssertionError(text(uri, user));
        } catch (EngineException e) {
            return e.problem();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpTerms terms(ProxyTerms through) throws IOException {
        return HttpTerms.patient()
                .withTls(new TlsTerms(TestCertificates.authorities(folder), null, ""))
                .withProxy(through);
    }
}
