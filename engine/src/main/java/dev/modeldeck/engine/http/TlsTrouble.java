package dev.modeldeck.engine.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.net.ssl.SSLPeerUnverifiedException;

/** Why no secure connection came about, and what to do about it. */
enum TlsTrouble {
    NOT_TLS("answers, but not in TLS", "Write http:// instead of https://, or check the port."),
    CLOSED(
            "closed the connection instead of making it secure",
            "Check the port; where the server does not encrypt, write http://."),
    SILENT(
            "accepted the connection, but did not begin to make it secure",
            "Check the port; where the server does not encrypt, write http://."),
    SELF_SIGNED(
            "shows a certificate that it signed itself",
            "If it is the right server, save its certificate as a PEM file and set it as the"
                    + " connection's own authorities."),
    UNKNOWN_AUTHORITY(
            "shows a certificate of an authority that this machine does not know",
            "Set the PEM file with your authority's certificate in the connection, or add it to"
                    + " the system's."),
    EXPIRED(
            "shows a certificate that has expired",
            "Whoever runs the server must renew its certificate."),
    NOT_YET_VALID(
            "shows a certificate that is not valid yet", "Check this machine's date and time."),
    WRONG_HOST(
            "shows a certificate for another name",
            "Use a name that the certificate is made for, or check that nothing stands between you"
                    + " and the server."),
    CLIENT_CERTIFICATE(
            "wants a client certificate that it accepts",
            "Set the PKCS#12 file with your certificate and key in the connection."),
    NOTHING_IN_COMMON(
            "knows no way of encrypting that is safe enough today",
            "The server needs TLS 1.2 or newer; whoever runs it must update it."),
    OTHER(
            "broke off making the connection secure",
            "Check its certificate, or whether a proxy stands in between.");

    private final String said;
    private final String cure;

    TlsTrouble(String said, String cure) {
        this.said = said;
        this.cure = cure;
    }

    /** What the server did; its name goes before. */
    String said() {
        return said;
    }

    String cure() {
        return cure;
    }

    /**
     * @param chain what the server showed, its own certificate first; empty where that is not known
     */
    static TlsTrouble of(IOException failure, List<X509Certificate> chain) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return WRONG_HOST;
        }
        if (caused(failure, CertificateExpiredException.class)) {
            return EXPIRED;
        }
        if (caused(failure, CertificateNotYetValidException.class)) {
            return NOT_YET_VALID;
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("certification path") || message.contains("trust anchor")) {
            return selfSigned(chain) ? SELF_SIGNED : UNKNOWN_AUTHORITY;
        }
        return of(message, failure);
    }

    private static TlsTrouble of(String message, IOException failure) {
        if (message.contains("unsupported or unrecognized") || message.contains("plaintext")) {
            return NOT_TLS;
        }
        // What servers say that got no certificate, or one that they do not know.
        if (Stream.of(
                        "certificate_required",
                        "bad_certificate",
                        "unknown_ca",
                        "certificate_unknown")
                .anyMatch(message::contains)) {
            return CLIENT_CERTIFICATE;
        }
        if (Stream.of("handshake_failure", "protocol_version", "no appropriate protocol")
                .anyMatch(message::contains)) {
            return NOTHING_IN_COMMON;
        }
        if (message.contains("timed out") || message.equals("timeout")) {
            return SILENT;
        }
        return caused(failure, EOFException.class) || caused(failure, SocketException.class)
                ? CLOSED
                : OTHER;
    }

    private static boolean selfSigned(List<X509Certificate> chain) {
        return chain.size() == 1
                && chain.getFirst()
                        .getSubjectX500Principal()
                        .equals(chain.getFirst().getIssuerX500Principal());
    }

    private static boolean caused(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(kind::isInstance);
    }
}
