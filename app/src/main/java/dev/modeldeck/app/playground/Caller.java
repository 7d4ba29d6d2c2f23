package dev.modeldeck.app.playground;

import dev.modeldeck.engine.gateway.DialectCalls;

/**
 * Sends a call and hears its answer; the engine's {@code calls()::call}. Blocks; interrupting
 * stops.
 */
@FunctionalInterface
interface Caller {

    DialectCalls.Outcome call(DialectCalls.Call call, DialectCalls.Stream stream);
}
