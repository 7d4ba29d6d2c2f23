package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;

import javax.net.ssl.SSLException;

/** What went wrong on the way to a server, in words. */
record Failures(String server, Duration silence) {

    EngineException of(IOException e) {
        // The socket of an interrupted virtual thread is closed under it: any failure may follow.
        boolean interrupted = Thread.currentThread().isInterrupted();
        return interrupted ? EngineException.cancelled() : new EngineException(problem(e), e);
    }

    private Problem problem(IOException e) {
        return switch (e) {
            case SocketTimeoutException timeout when connecting(timeout) ->
                    new Problem.Unavailable(
                            server
                                    + " cannot be reached: no answer to the call. Check the address.");
            case SocketTimeoutException timeout ->
                    new Problem.TimedOut(
                            server
                                    + " was silent for "
                                    + silence.toSeconds()
                                    + " seconds. It may be overloaded; try again.",
                            silence);
            case InterruptedIOException interrupted ->
                    new Problem.Cancelled("The request was cancelled.");
            case UnknownHostException unknown ->
                    new Problem.Unavailable(
                            server
                                    + " cannot be reached: its host name is not known. Check the address.");
            case ConnectException refused ->
                    new Problem.Unavailable(
                            server
                                    + " cannot be reached. Check that the server runs and its address.");
            case NoRouteToHostException noRoute ->
                    new Problem.Unavailable(
                            server + " cannot be reached from this network. Check the connection.");
            case SSLException secure ->
                    new Problem.Unavailable(
                            "No secure connection to "
                                    + server
                                    + " could be made. Check its certificate, or use http://.");
            default ->
                    new Problem.Unavailable(
                            "The connection to "
                                    + server
                                    + " broke before the answer was complete. Try again.");
        };
    }

    private static boolean connecting(SocketTimeoutException e) {
        String message = e.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("connect");
    }
}
