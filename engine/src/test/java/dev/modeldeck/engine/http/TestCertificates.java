package dev.modeldeck.engine.http;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;

import javax.net.ssl.SSLSocketFactory;

/** A small authority of its own, and what it certifies. */
final class TestCertificates {

    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder()
                    .certificateAuthority(0)
                    .commonName("Test authority")
                    .build();

    private TestCertificates() {}

    static HeldCertificate.Builder signed(String name) {
        return new HeldCertificate.Builder().commonName(name).signedBy(ROOT);
    }

    static HeldCertificate localhost() {
        return signed("localhost")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .duration(100, java.util.concurrent.TimeUnit.DAYS)
                .build();
    }

    static HeldCertificate expired() {
        Instant now = Instant.now();
        return signed("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .validityInterval(
                        now.minus(Duration.ofDays(30)).toEpochMilli(),
                        now.minus(Duration.ofDays(3)).toEpochMilli())
                .build();
    }

    static HeldCertificate selfSigned() {
        return new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .build();
    }

    /** Speaks TLS with the certificate, and trusts what the authority signed. */
    static SSLSocketFactory server(HeldCertificate own) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(own)
                .addTrustedCertificate(ROOT.certificate())
                .build()
                .sslSocketFactory();
    }

    /** A PEM file with the authority's certificate, between other words. */
    static Path authorities(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("ca.pem"),
                "# our own\n"
                        + ROOT.certificatePem()
                        + "\nand another one\n"
                        + new HeldCertificate.Builder().build().certificatePem());
    }

    static Path pkcs12(Path folder, HeldCertificate held, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "me",
                held.keyPair().getPrivate(),
                password.toCharArray(),
                new Certificate[] {held.certificate()});
        Path file = folder.resolve("me.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }
}
