package dev.modeldeck.app.connections;

import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.Site;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The registry of a {@link FakeHost}. Each version has one file, which can be held in its middle.
 */
record FakeRegistry(Site site) implements RemoteRegistry {

    static final int BYTES = 1000;

    @Override
    public List<Model> models(String part) {
        List<Model> models = new ArrayList<>();
        for (JsonNode model : site.json("/registry").path("models")) {
            String name = model.path("name").asString("");
            String about = model.path("about").asString("");
            models.add(new Model(name, name, "", about, Map.of(), Map.of(), null));
        }
        return models;
    }

    @Override
    public List<Version> versions(String model) {
        List<Version> versions = new ArrayList<>();
        for (JsonNode number : site.json("/registry/" + model).path("versions")) {
            versions.add(version(model, number.asString("")));
        }
        return versions;
    }

    @Override
    public Version version(String model, String number) {
        List<String> aliases = List.of("champion");
        return new Version(
                model, model, number, true, "", "s3://bucket", "run1", aliases, Map.of(), null);
    }

    @Override
    public List<Artifact> files(Version version) {
        return List.of(new Artifact("weights.bin", BYTES));
    }

    @Override
    public void fetch(Version version, Artifact file, long offset, Target target)
            throws IOException {
        try (OutputStream out = target.from(0)) {
            out.write(new byte[BYTES / 2]);
            site.json("/rest");
            out.write(new byte[BYTES / 2]);
        }
    }
}
