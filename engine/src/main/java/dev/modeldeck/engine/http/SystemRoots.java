package dev.modeldeck.engine.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities that Java knows, and those that the operating system does: companies put their
 * own there, and whatever a browser on this machine trusts should work here as well.
 */
final class SystemRoots {

    private static final Logger LOG = LoggerFactory.getLogger(SystemRoots.class);

    private static final List<String> STORES =
            List.of("Windows-ROOT", "KeychainStore-ROOT", "KeychainStore");

    private static final List<Path> LINUX =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/ca-bundle.pem"));

    private SystemRoots() {}

    /** Read once, when the first encrypted connection needs them: it takes a while. */
    private static final class Once {
        private static final Set<X509Certificate> ROOTS = read();
    }

    static Set<X509Certificate> all() {
        return Once.ROOTS;
    }

    private static Set<X509Certificate> read() {
        Set<X509Certificate> roots = new LinkedHashSet<>();
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(manager -> ((X509TrustManager) manager).getAcceptedIssuers())
                    .forEach(known -> Collections.addAll(roots, known));
        } catch (GeneralSecurityException e) {
            LOG.warn("The authorities that Java knows cannot be read: {}", e.toString());
        }
        STORES.forEach(store -> addStore(store, roots));
        LINUX.stream().filter(Files::isReadable).limit(1).forEach(file -> addFile(file, roots));
        return Collections.unmodifiableSet(roots);
    }

    private static void addStore(String type, Set<X509Certificate> roots) {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            for (String alias : Collections.list(store.aliases())) {
                Certificate certificate = store.getCertificate(alias);
                if (store.isCertificateEntry(alias)
                        && certificate instanceof X509Certificate known) {
                    roots.add(known);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            LOG.debug("No authorities from {}: {}", type, e.toString());
        }
    }

    private static void addFile(Path file, Set<X509Certificate> roots) {
        try {
            roots.addAll(Pem.certificates(Files.readAllBytes(file)));
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("The authorities in {} cannot be read: {}", file, e.toString());
        }
    }
}
