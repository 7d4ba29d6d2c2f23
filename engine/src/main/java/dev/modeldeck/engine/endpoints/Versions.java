package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;

/** Where registered model versions are looked up: the registry, or a stand-in for it. */
@FunctionalInterface
public interface Versions {

    /** The version, or a not-found problem. */
    ModelVersion version(ModelName name, int number);
}
