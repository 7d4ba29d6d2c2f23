package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** Terms of encryption, with their files read. */
record Tls(X509TrustManager trust, @Nullable X509KeyManager keys) {

    /**
     * @throws EngineException Invalid when a file cannot be read or its password is wrong
     */
    static Tls of(TlsTerms terms) {
        Set<X509Certificate> roots = new LinkedHashSet<>(SystemRoots.all());
        if (terms.authorities() != null) {
            roots.addAll(authorities(terms.authorities()));
        }
        Path client = terms.client();
        X509KeyManager keys = client == null ? null : keys(client, terms.clientPassword());
        return new Tls(trusting(roots), keys);
    }

    /** Trusts nobody; costs no time. */
    static Tls none() {
        return new Tls(trusting(Set.of()), null);
    }

    SSLSocketFactory sockets() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] shown = keys == null ? null : new KeyManager[] {keys};
            context.init(shown, new TrustManager[] {trust}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509TrustManager trusting(Set<X509Certificate> roots) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate root : roots) {
                store.setCertificateEntry("root-" + number++, root);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<X509Certificate> authorities(Path file) {
        try {
            List<X509Certificate> found = Pem.certificates(Files.readAllBytes(file));
            if (found.isEmpty()) {
                throw invalid(
                        "tls.authorities",
                        file
                                + " has no certificate in it. Choose a PEM file, which is a text"
                                + " with lines such as -----BEGIN CERTIFICATE-----.",
                        null);
            }
            return found;
        } catch (IOException e) {
            throw unreadable("tls.authorities", "authorities' certificates", file, e);
        } catch (CertificateException e) {
            throw invalid(
                    "tls.authorities",
                    "A certificate in " + file + " is damaged. Ask its sender for it again.",
                    e);
        }
    }

    private static X509KeyManager keys(Path file, String password) {
        char[] secret = password.toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, secret);
            if (!hasKey(store)) {
                throw invalid(
                        "tls.client",
                        file
                                + " has a certificate but not the key to it. Export both into one"
                                + " PKCS#12 file (.p12 or .pfx).",
                        null);
            }
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, secret);
            return (X509KeyManager) factory.getKeyManagers()[0];
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassword(file, e);
            }
            if (Files.isReadable(file) && Files.isRegularFile(file)) {
                throw invalid(
                        "tls.client",
                        file + " is no PKCS#12 file. Choose the .p12 or .pfx file with the key.",
                        e);
            }
            throw unreadable("tls.client", "client certificate", file, e);
        } catch (GeneralSecurityException e) {
            throw wrongPassword(file, e);
        }
    }

    private static boolean hasKey(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return true;
            }
        }
        return false;
    }

    private static EngineException wrongPassword(Path file, Exception cause) {
        return invalid(
                "tls.clientPassword",
                "The password does not open "
                        + file
                        + ". Enter the one that was set when the file was made.",
                cause);
    }

    private static EngineException unreadable(
            String field, String what, Path file, IOException cause) {
        return invalid(
                field,
                "The file with the "
                        + what
                        + " cannot be read: "
                        + file
                        + ". Check that it is there and that you may read it.",
                cause);
    }

    private static EngineException invalid(
            String field, String message, @Nullable Exception cause) {
        Problem problem = new Problem.Invalid(message, field);
        return cause == null ? new EngineException(problem) : new EngineException(problem, cause);
    }
}
