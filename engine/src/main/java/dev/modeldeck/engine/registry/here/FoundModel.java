package dev.modeldeck.engine.registry.here;

import dev.modeldeck.engine.registry.Inspection;

import java.nio.file.Path;

/**
 * A model that another program keeps on this machine.
 *
 * @param keeper the program's name
 * @param name as the program calls the model
 * @param path the file or folder to register
 * @param sizeBytes of all its files
 * @param inspection what it is, and whether it can be run
 */
public record FoundModel(
        String keeper, String name, Path path, long sizeBytes, Inspection inspection) {}
