package dev.modeldeck.engine.connections;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A server that was found on this machine. */
public record FoundServer(URI address, ProbeReport report) {

    /** Something that answers; empty for a port at which nothing does. */
    static Optional<FoundServer> of(URI address, Future<ProbeReport> report) {
        try {
            ProbeReport read = report.get();
            return read.server().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new FoundServer(address, read));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }
}
