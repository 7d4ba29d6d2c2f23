package dev.modeldeck.engine.http;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.X509TrustManager;

/** Trusts as another does, and remembers what the server showed, also where it is not trusted. */
final class SeenChain implements X509TrustManager {

    private final X509TrustManager trust;
    private volatile List<X509Certificate> chain = List.of();

    SeenChain(X509TrustManager trust) {
        this.trust = trust;
    }

    /** The server's own certificate first; empty before it showed any. */
    List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type)
            throws CertificateException {
        chain = List.of(shown);
        trust.checkServerTrusted(shown, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type)
            throws CertificateException {
        trust.checkClientTrusted(shown, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
