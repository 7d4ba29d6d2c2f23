package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.engine.registry.here.FoundModel;

import java.util.List;
import java.util.function.Supplier;

/**
 * Where models to register come from.
 *
 * @param files lets a person choose a file or folder
 * @param here looks for what other programs keep on this machine; takes its time
 */
record ModelSources(FileChoice files, Supplier<List<FoundModel>> here) {}
