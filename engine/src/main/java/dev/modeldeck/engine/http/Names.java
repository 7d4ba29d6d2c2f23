package dev.modeldeck.engine.http;

import okhttp3.Dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on threads of their own: a lookup cannot be interrupted, has no limit that could
 * be set, and would hold the carrier of a virtual thread.
 */
record Names(Duration limit) implements Dns {

    @Override
    public List<InetAddress> lookup(String name) throws UnknownHostException {
        FutureTask<InetAddress[]> task = new FutureTask<>(() -> InetAddress.getAllByName(name));
        Thread.ofPlatform().daemon().name("name-lookup").start(task);
        try {
            return List.of(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(name, e);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(name, e);
        }
    }

    private static UnknownHostException unknown(String name, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(name);
        unknown.initCause(cause);
        return unknown;
    }
}
