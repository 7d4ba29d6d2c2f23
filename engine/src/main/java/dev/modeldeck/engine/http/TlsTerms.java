package dev.modeldeck.engine.http;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * Whom to trust on encrypted connections, and how to show who we are.
 *
 * @param authorities a PEM file with certificates of authorities that are trusted in addition to
 *     those that Java and the operating system know; null for none
 * @param client a PKCS#12 file with the certificate and key that a server may ask for; null for
 *     none
 * @param clientPassword of that file
 */
public record TlsTerms(@Nullable Path authorities, @Nullable Path client, String clientPassword) {

    /** Trusts whom Java and the operating system trust, and shows no certificate. */
    public static TlsTerms usual() {
        return new TlsTerms(null, null, "");
    }

    boolean hasFiles() {
        return authorities != null || client != null;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "authorities " + authorities + ", client certificate " + client;
    }
}
