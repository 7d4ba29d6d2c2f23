package dev.modeldeck.engine.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates in a text file, between whatever else it says (RFC 7468). */
final class Pem {

    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+"
                            + "-----END (?:X509 |TRUSTED )?CERTIFICATE-----");

    private Pem() {}

    /** All certificates of the file; empty where it has none. */
    static List<X509Certificate> certificates(byte[] file) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        Matcher blocks = CERTIFICATE.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            byte[] block = blocks.group().getBytes(StandardCharsets.ISO_8859_1);
            found.add(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
        }
        return found;
    }
}
