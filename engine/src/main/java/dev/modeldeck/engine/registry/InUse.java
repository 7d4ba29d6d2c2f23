package dev.modeldeck.engine.registry;

import java.util.Optional;

/** Asked before a model or version goes away. */
@FunctionalInterface
public interface InUse {

    /**
     * Who needs the version, in words that fit after "It is used by": {@code the endpoint "chat"}.
     */
    Optional<String> by(ModelName model, int version);
}
