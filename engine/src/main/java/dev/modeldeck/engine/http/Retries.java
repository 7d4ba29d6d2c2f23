package dev.modeldeck.engine.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Whether and when a call is tried again. */
record Retries(RetryTerms terms, Waiting waiting) {

    /** The server has not begun with it. */
    private static final Set<Integer> REFUSED = Set.of(429, 503);

    /** Somebody on the way gave up, while the server behind may have done what was asked. */
    private static final Set<Integer> LOST = Set.of(502, 504);

    private static final int MOST_DOUBLINGS = 20;

    /** How time passes; tests let it pass at once. */
    @FunctionalInterface
    interface Waiting {
        void pause(Duration pause) throws InterruptedException;
    }

    /** The pause before the next attempt; empty when there is to be none. */
    Optional<Duration> after(int tries, HttpSend send, HttpReply reply) {
        boolean passing =
                REFUSED.contains(reply.status())
                        || LOST.contains(reply.status()) && send.idempotent();
        if (tries >= terms.attempts() || !passing) {
            return Optional.empty();
        }
        return Optional.of(reply.retryAfter().orElseGet(() -> usual(tries)))
                .filter(pause -> pause.compareTo(terms.longest()) <= 0);
    }

    Optional<Duration> after(int tries, IOException failure) {
        return tries < terms.attempts()
                        && Failures.neverBegun(failure)
                        && !Thread.currentThread().isInterrupted()
                ? Optional.of(usual(tries))
                : Optional.empty();
    }

    private Duration usual(int tries) {
        long most = terms.pause().toNanos() << Math.min(tries - 1, MOST_DOUBLINGS);
        long bound = terms.longest().toNanos();
        long pause = most < 0 ? bound : Math.min(most, bound);
        return Duration.ofNanos(pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1));
    }
}
