package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;

import okhttp3.tls.HeldCertificate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;

class TlsTermsTest {

    @TempDir private Path folder;
    private final MockWebServer server = new MockWebServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_own_authority_is_trusted_when_told() throws Exception {
        start(TestCertificates.localhost());
        TlsTerms own = new TlsTerms(TestCertificates.authorities(folder), null, "");
        server.enqueue(new MockResponse.Builder().body("secret").build());
        try (HttpCalls calls = calls(own);
                HttpReply reply = calls.send(question())) {
            assertThat(reply.text()).isEqualTo("secret");
            assertThat(reply.times().secureNanos()).isPositive();
            assertThat(reply.times().connectNanos()).isPositive();
        }
    }

    @Test
    void an_own_authority_is_unknown_when_not_told() throws Exception {
        start(TestCertificates.localhost());
        assertThat(problem(TlsTerms.usual()))
                .isInstanceOf(Problem.Unavailable.class)
                .extracting(Problem::message)
                .asString()
                .contains("authority that this machine does not know", "PEM");
    }

    @Test
    void a_certificate_of_another_host_is_refused() throws Exception {
        start(TestCertificates.signed("other").addSubjectAlternativeName("other.test").build());
        TlsTerms own = new TlsTerms(TestCertificates.authorities(folder), null, "");
        assertThat(problem(own).message()).contains("for another name");
    }

    @Test
    void a_server_that_asks_for_a_certificate_gets_it() throws Exception {
        server.requireClientAuth();
        start(TestCertificates.localhost());
        server.enqueue(new MockResponse.Builder().body("welcome").build());
        Path mine =
                TestCertificates.pkcs12(folder, TestCertificates.signed("Me").build(), "geheim");
        TlsTerms both = new TlsTerms(TestCertificates.authorities(folder), mine, "geheim");
        try (HttpCalls calls = calls(both);
                HttpReply reply = calls.send(question())) {
            assertThat(reply.text()).isEqualTo("welcome");
        }
        assertThat(server.takeRequest().getHandshake().peerPrincipal().getName())
                .isEqualTo("CN=Me");
    }

    @Test
    void files_that_cannot_be_used_are_named_at_once() throws Exception {
        Path missing = folder.resolve("missing");
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path cut =
                Files.writeString(
                        folder.resolve("cut.pem"),
                        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        Path mine = TestCertificates.pkcs12(folder, TestCertificates.localhost(), "geheim");
        assertRefused(new TlsTerms(missing, null, ""), "tls.authorities", "cannot be read");
        assertRefused(new TlsTerms(text, null, ""), "tls.authorities", "no certificate in it");
        assertRefused(new TlsTerms(cut, null, ""), "tls.authorities", "damaged");
        assertRefused(new TlsTerms(null, missing, ""), "tls.client", "cannot be read");
        assertRefused(new TlsTerms(null, folder, ""), "tls.client", "cannot be read");
        assertRefused(new TlsTerms(null, text, ""), "tls.client", "no PKCS#12 file");
        assertRefused(new TlsTerms(null, mine, "wrong"), "tls.clientPassword", "does not open");
        assertRefused(new TlsTerms(null, mine, ""), "tls.clientPassword", "does not open");
        assertRefused(new TlsTerms(null, keyless(), "x"), "tls.client", "not the key");
        assertThat(new TlsTerms(null, mine, "geheim").toString()).doesNotContain("geheim");
    }

    private Path keyless() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("only", TestCertificates.localhost().certificate());
        Path file = folder.resolve("only.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "x".toCharArray());
        }
        return file;
    }

    private static void assertRefused(TlsTerms terms, String field, String words) {
        assertThatThrownBy(() -> calls(terms).close())
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> {
                            assertThat(e.problem()).isInstanceOf(Problem.Invalid.class);
                            assertThat(((Problem.Invalid) e.problem()).field()).isEqualTo(field);
                        });
    }

    private Problem problem(TlsTerms terms) {
        try (HttpCalls calls = calls(terms);
                HttpReply reply = calls.send(question())) {
            throw new AssertionError("answered " + reply.status());
        } catch (EngineException e) {
            return e.problem();
        }
    }

    private static HttpCalls calls(TlsTerms tls) {
        return new HttpCalls(HttpTerms.patient().withTls(tls));
    }

    private HttpSend question() {
        URI uri = URI.create("https://127.0.0.1:" + server.getPort() + "/");
        return HttpSend.get(uri, Map.of());
    }

    private void start(HeldCertificate own) throws IOException {
        server.useHttps(TestCertificates.server(own));
        server.start();
    }
}
