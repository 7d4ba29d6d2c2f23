package dev.modeldeck.engine.cuda;

import dev.modeldeck.engine.kernel.EngineException;

/** Long work on files, which looks now and then whether it is still wanted. */
final class Interruption {

    private Interruption() {}

    /** Throws {@code Cancelled} on a thread that was interrupted. */
    static void heed() {
        if (Thread.currentThread().isInterrupted()) {
            throw EngineException.cancelled();
        }
    }
}
