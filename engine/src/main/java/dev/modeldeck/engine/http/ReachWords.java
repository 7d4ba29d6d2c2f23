package dev.modeldeck.engine.http;

import dev.modeldeck.engine.http.Reach.Kind;
import dev.modeldeck.engine.http.Reach.Step;

import okhttp3.Handshake;
import okhttp3.Response;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is said of each step towards a server. */
record ReachWords(
        HttpTerms terms,
        HttpSend send,
        Wire wire,
        List<X509Certificate> chain,
        boolean askedForKey) {

    private static final Map<Integer, String> STATUS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(204, "no content"),
                    Map.entry(401, "who are you?"),
                    Map.entry(403, "not for you"),
                    Map.entry(404, "nothing at this path"),
                    Map.entry(405, "not by GET"),
                    Map.entry(429, "too many requests"),
                    Map.entry(500, "an error of its own"),
                    Map.entry(502, "the server behind it cannot be reached"),
                    Map.entry(503, "not available now"),
                    Map.entry(504, "the server behind it did not answer"));

    Step named(Duration took) {
        String name = calledHost();
        InetSocketAddress address = wire.address();
        InetAddress found = address == null ? null : address.getAddress();
        if (found == null || found.getHostAddress().equals(unbracketed(name))) {
            return ok(Kind.NAME, name + " is an address: there is no name to look up.", took);
        }
        return ok(Kind.NAME, name + " is " + found.getHostAddress() + ".", took);
    }

    Step connected(Duration took) {
        ProxyTerms proxy = terms.proxy();
        if (proxy == null) {
            return ok(Kind.TCP, "Connected to " + place() + ".", took);
        }
        String through = send.secure() ? ", which opened a tunnel to " : ", which passes on to ";
        return ok(
                Kind.TCP,
                "Connected to the proxy " + proxy.address() + through + send.server() + ".",
                took);
    }

    Step secured(Duration took) {
        Handshake handshake = wire.handshake();
        String version = handshake == null ? "TLS" : tls(handshake.tlsVersion().javaName());
        String shown = chain.isEmpty() ? "." : ". " + CertificateWords.of(chain.getFirst());
        return ok(Kind.TLS, "Secure by " + version + shown, took);
    }

    Step answered(Response response, Duration took) {
        int status = response.code();
        String word = STATUS.get(status);
        String by = response.header("Server");
        String said =
                "Answered with status "
                        + status
                        + (word == null ? "" : " (" + word + ")")
                        + (by == null || by.isBlank() ? "" : " by " + by)
                        + ".";
        if (response.isRedirect()) {
            String target = response.header("Location");
            return new Step(
                    Kind.HTTP,
                    true,
                    "Answered with status " + status + ", which sends to " + target + ".",
                    "Redirects are not followed. If you trust that place, write its address.",
                    took);
        }
        return status < 500
                ? ok(Kind.HTTP, said, took)
                : new Step(
                        Kind.HTTP,
                        false,
                        said,
                        "Look into the server's log, or wait until it has started.",
                        took);
    }

    Step failed(Kind kind, IOException e, Duration took) {
        return switch (kind) {
            case NAME -> nameFailed(took);
            case TCP -> connectFailed(e, took);
            case TLS -> tlsFailed(e, took);
            case HTTP -> httpFailed(e, took);
        };
    }

    private Step nameFailed(Duration took) {
        return bad(
                Kind.NAME,
                "Nobody knows the name " + calledHost() + ".",
                "Check its spelling, and whether a VPN must be on.",
                took);
    }

    private Step connectFailed(IOException e, Duration took) {
        if (e instanceof ProxyLogin.Refused) {
            return proxyRefused(Kind.TCP, took);
        }
        if (Failures.tunnelRefused(e)) {
            String status = String.valueOf(e.getMessage()).replaceAll(".*: ", "");
            return bad(
                    Kind.TCP,
                    "The proxy opens no tunnel to " + send.server() + " (status " + status + ").",
                    "Check the server's address, and ask whoever runs the proxy.",
                    took);
        }
        if (e instanceof SocketTimeoutException) {
            return bad(
                    Kind.TCP,
                    place() + " did not answer within " + limit() + ".",
                    "Check the address; a firewall may stand in between, or a VPN must be on.",
                    took);
        }
        if (e instanceof ConnectException) {
            return bad(
                    Kind.TCP,
                    "Nothing listens at " + place() + ".",
                    "Start the server, check the port, and let it listen to other machines, too"
                            + " (often --host 0.0.0.0).",
                    took);
        }
        return bad(
                Kind.TCP,
                place() + " cannot be reached from here.",
                "Check this machine's network and the address.",
                took);
    }

    private Step tlsFailed(IOException e, Duration took) {
        TlsTrouble trouble = TlsTrouble.of(e, chain);
        if (askedForKey && (trouble == TlsTrouble.CLOSED || trouble == TlsTrouble.OTHER)) {
            trouble = TlsTrouble.CLIENT_CERTIFICATE; // it hung up without saying why
        }
        String shown = chain.isEmpty() ? "" : " " + CertificateWords.of(chain.getFirst());
        return bad(
                Kind.TLS, send.server() + " " + trouble.said() + "." + shown, trouble.cure(), took);
    }

    private Step httpFailed(IOException e, Duration took) {
        if (e instanceof ProxyLogin.Refused) {
            return proxyRefused(Kind.HTTP, took);
        }
        if (e instanceof SocketTimeoutException) {
            return bad(
                    Kind.HTTP,
                    send.server() + " took the question and said nothing for " + limit() + ".",
                    "It may be overloaded or still starting: try again, or look into its log.",
                    took);
        }
        boolean foreign = e instanceof ProtocolException;
        return bad(
                Kind.HTTP,
                send.server()
                        + (foreign
                                ? " answers, but not in HTTP."
                                : " closed the connection without an answer."),
                send.secure()
                        ? "Check the port: something else may listen there."
                        : "Check the port; where the server encrypts, write https://.",
                took);
    }

    /** A proxy says so when the tunnel is asked for, or to the call itself where it has none. */
    private static Step proxyRefused(Kind kind, Duration took) {
        return bad(
                kind,
                "The proxy does not accept us.",
                "Set a user and a password that the proxy knows.",
                took);
    }

    private String calledHost() {
        ProxyTerms proxy = terms.proxy();
        return proxy == null ? unbracketed(send.uri().getHost()) : proxy.host();
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The address that was called, with its port. */
    private String place() {
        InetSocketAddress address = wire.address();
        InetAddress found = address == null ? null : address.getAddress();
        if (address == null || found == null) {
            return send.server();
        }
        String text = found.getHostAddress();
        return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
    }

    private String limit() {
        long millis = terms.connect().toMillis();
        return millis < 1_000 ? millis + " ms" : millis / 1_000 + " s";
    }

    private static String tls(String version) {
        return version.replace("TLSv", "TLS ");
    }

    private static Step ok(Kind kind, String said, Duration took) {
        return new Step(kind, true, said, "", took);
    }

    private static Step bad(Kind kind, String said, String cure, Duration took) {
        return new Step(kind, false, said, cure, took);
    }
}
