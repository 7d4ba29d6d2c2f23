package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLException;

/** What went wrong on the way to a server, in words. */
record Failures(String server, HttpTerms terms) {

    EngineException of(IOException e) {
        // The socket of an interrupted virtual thread is closed under it: any failure may follow.
        boolean interrupted = Thread.currentThread().isInterrupted();
        return interrupted ? EngineException.cancelled() : new EngineException(problem(e), e);
    }

    /** Whether the server has certainly not begun with what was asked. */
    static boolean neverBegun(IOException e) {
        return neverConnected(e) || streamRefused(e);
    }

    /** Before anything could have been sent. */
    private static boolean neverConnected(IOException e) {
        return switch (e) {
            case ConnectException refused -> true;
            case NoRouteToHostException noRoute -> true;
            case UnknownHostException unknown -> true;
            case SocketTimeoutException timeout -> connecting(timeout);
            default -> false;
        };
    }

    private Problem problem(IOException e) {
        return switch (e) {
            case SocketTimeoutException timeout when connecting(timeout) ->
                    unavailable(
                            called()
                                    + " cannot be reached: no answer to the call. Check the"
                                    + " address.");
            case SocketTimeoutException timeout ->
                    new Problem.TimedOut(
                            server
                                    + " was silent for "
                                    + terms.silence().toSeconds()
                                    + " seconds. It may be overloaded; try again.",
                            terms.silence());
            case InterruptedIOException interrupted ->
                    new Problem.Cancelled("The request was cancelled.");
            case UnknownHostException unknown ->
                    unavailable(
                            called()
                                    + " cannot be reached: its host name is not known. Check the"
                                    + " address.");
            case ConnectException refused ->
                    unavailable(
                            called()
                                    + " cannot be reached. Check that the server runs and its"
                                    + " address.");
            case NoRouteToHostException noRoute ->
                    unavailable(
                            called()
                                    + " cannot be reached from this network. Check the connection.");
            case SSLException secure -> insecure(TlsTrouble.of(secure, List.of()));
            case ProxyLogin.Refused refused -> proxyWantsLogin();
            default -> tunnelRefused(e) ? noTunnel() : broken();
        };
    }

    private Problem insecure(TlsTrouble trouble) {
        return unavailable(server + " " + trouble.said() + ". " + trouble.cure());
    }

    private Problem proxyWantsLogin() {
        return new Problem.Upstream(
                called()
                        + " does not accept us without a user and password that it knows. Set them"
                        + " in the connection.",
                407);
    }

    private Problem noTunnel() {
        return unavailable(
                called()
                        + " does not let us through to "
                        + server
                        + ". Check the server's address, and ask whoever runs the proxy.");
    }

    private Problem broken() {
        return unavailable(
                "The connection to "
                        + server
                        + " broke before the answer was complete. Try again.");
    }

    /** Who is called first. */
    private String called() {
        ProxyTerms proxy = terms.proxy();
        return proxy == null ? server : "The proxy " + proxy.address();
    }

    private static Problem unavailable(String message) {
        return new Problem.Unavailable(message);
    }

    /** HTTP/2's word for it (RFC 9113, section 8.7), as of a server that is about to close. */
    private static boolean streamRefused(IOException e) {
        return "stream was reset: REFUSED_STREAM".equals(e.getMessage());
    }

    static boolean tunnelRefused(IOException e) {
        return String.valueOf(e.getMessage()).startsWith("Unexpected response code for CONNECT");
    }

    static boolean connecting(SocketTimeoutException e) {
        String message = e.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("connect");
    }
}
