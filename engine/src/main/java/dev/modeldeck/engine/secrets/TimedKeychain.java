package dev.modeldeck.engine.secrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts a limit on another keychain's calls: some wait for a person, or for a daemon that never
 * answers. While a call hangs, further ones fail at once.
 */
final class TimedKeychain implements Keychain {

    private static final Logger LOG = LoggerFactory.getLogger(TimedKeychain.class);

    private final Keychain keychain;
    private final Duration limit;
    private final ReentrantLock one = new ReentrantLock();
    private final AtomicBoolean busy = new AtomicBoolean();

    TimedKeychain(Keychain keychain, Duration limit) {
        this.keychain = keychain;
        this.limit = limit;
    }

    @Override
    public String name() throws KeychainTrouble {
        return within(keychain::name);
    }

    @Override
    public void put(String account, String value) throws KeychainTrouble {
        within(() -> {
            keychain.put(account, value);
            return true;
        });
    }

    @Override
    public String get(String account) throws KeychainTrouble {
        return within(() -> keychain.get(account));
    }

    @Override
    public void delete(String account) throws KeychainTrouble {
        within(() -> {
            keychain.delete(account);
            return true;
        });
    }

    /** On a thread of its own: native code and D-Bus hold the carriers of virtual ones. */
    private <T> T within(Callable<T> call) throws KeychainTrouble {
        try {
            one.lockInterruptibly();
            try {
                return started(call).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                one.unlock();
            }
        } catch (TimeoutException e) {
            throw silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KeychainTrouble.absent("the wait for the system's keychain was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KeychainTrouble trouble) {
                throw trouble;
            }
            // The kind alone: nobody knows what a library writes into its messages.
            LOG.warn(
                    "The system's keychain fails: {}",
                    String.valueOf(e.getCause()).split(":", 2)[0]);
            throw KeychainTrouble.absent("the system's keychain fails");
        }
    }

    private <T> Future<T> started(Callable<T> call) throws KeychainTrouble {
        if (!busy.compareAndSet(false, true)) {
            throw silent();
        }
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    try {
                        return call.call();
                    } finally {
                        busy.set(false);
                    }
                });
        Thread.ofPlatform().daemon().name("keychain").start(task);
        return task;
    }

    private static KeychainTrouble silent() {
        return KeychainTrouble.absent("the system's keychain does not answer");
    }
}
