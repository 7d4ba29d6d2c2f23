package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.time.Duration;

/**
 * How often a call is tried when the server cannot be reached or says that it cannot answer now
 * (429, 503; 502 and 504 where doing it twice is doing it once, so no POST). A call of which
 * anything was answered is never repeated.
 *
 * @param attempts in all, the first one included; 1 for no repetition
 * @param pause before the second attempt; doubled before each further one, and shortened by up to a
 *     half at random so that many callers do not come back at once
 * @param longest pause; a server that asks for a longer one (Retry-After) is not asked again
 */
public record RetryTerms(int attempts, Duration pause, Duration longest) {

    public RetryTerms {
        if (attempts < 1 || attempts > 20) {
            throw new EngineException(
                    new Problem.Invalid(
                            "A call is tried from 1 to 20 times, not " + attempts + ".",
                            "retries.attempts"));
        }
        if (pause.isNegative() || longest.compareTo(pause) < 0) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The longest pause between attempts must be at least as long as the"
                                    + " first one.",
                            "retries.longest"));
        }
    }

    public static RetryTerms none() {
        return new RetryTerms(1, Duration.ZERO, Duration.ZERO);
    }
}
