package dev.modeldeck.engine.http;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** A certificate in a sentence. */
final class CertificateWords {

    private static final int MOST_NAMES = 4;

    private CertificateWords() {}

    static String of(X509Certificate certificate) {
        return "Its certificate is for "
                + name(certificate.getSubjectX500Principal())
                + names(certificate)
                + ", issued by "
                + name(certificate.getIssuerX500Principal())
                + ", "
                + validity(certificate)
                + ".";
    }

    private static String validity(X509Certificate certificate) {
        Instant now = Instant.now();
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            return "valid in " + days(now, begin);
        }
        return now.isAfter(end)
                ? "expired " + days(end, now) + " ago"
                : "valid for " + days(now, end) + " more";
    }

    private static String days(Instant from, Instant to) {
        long days = ChronoUnit.DAYS.between(from, to);
        return days == 1 ? "1 day" : days + " days";
    }

    /** The common name, else the organisation, else all of it. */
    private static String name(X500Principal principal) {
        try {
            var parts = new LdapName(principal.getName()).getRdns();
            for (String wanted : List.of("CN", "O")) {
                for (var part : parts) {
                    if (part.getType().equalsIgnoreCase(wanted)) {
                        return String.valueOf(part.getValue());
                    }
                }
            }
        } catch (InvalidNameException unreadable) {
            return principal.getName();
        }
        return principal.getName();
    }

    /** The names and addresses that it is made for, which is what counts. */
    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null || names.isEmpty()) {
                return "";
            }
            String more = names.size() > MOST_NAMES ? ", …" : "";
            return names.stream()
                    .limit(MOST_NAMES)
                    .map(name -> String.valueOf(name.get(1)))
                    .collect(Collectors.joining(", ", " (", more + ")"));
        } catch (CertificateParsingException unreadable) {
            return "";
        }
    }
}
