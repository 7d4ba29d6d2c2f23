package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.wire.Json;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a worker serves.
 *
 * @param servedName the model's name in the worker's protocol
 * @param secret that callers must show, so that other users of the machine cannot call the worker
 */
public record WorkerSpec(LocalModelSpec model, String servedName, String secret)
        implements WorkerOrder {

    /** With a fresh secret of 256 bits. */
    public static WorkerSpec of(LocalModelSpec model, String servedName) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new WorkerSpec(model, servedName, secret);
    }

    @Override
    public String json() {
        return Json.write(
                ModelSpecJson.of(model).put("served_name", servedName).put("secret", secret));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WorkerSpec[" + servedName + ", " + model + "]";
    }
}
