package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.RemoteRegistry.Artifact;
import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RegisteredModels;

import tools.jackson.databind.JsonNode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Registered models of Unity Catalog. Their files are below {@code /Models} of the Files API, which
 * MLflow's own client reads as well.
 */
record UnityCatalog(Site site) {

    static final String MODELS = "/api/2.1/unity-catalog/models";

    private static final String FOLDERS = "/api/2.0/fs/directories";
    private static final String FILES = "/api/2.0/fs/files";
    private static final int MOST = 5_000;

    List<Model> models(String part) {
        return RegisteredModels.pages(site, MODELS + "?max_results=100", "registered_models", MOST)
                .stream()
                .map(UnityCatalog::model)
                .filter(model -> RegisteredModels.contains(model.name(), part))
                .sorted(Comparator.comparing(Model::name))
                .toList();
    }

    List<Version> versions(String model) {
        return RegisteredModels.pages(
                        site,
                        MODELS + "/" + Query.encoded(model) + "/versions?max_results=100",
                        "model_versions",
                        MOST)
                .stream()
                .map(json -> version(model, json))
                .sorted(
                        Comparator.comparingInt((Version one) -> Integer.parseInt(one.number()))
                                .reversed())
                .toList();
    }

    Version version(String model, String number) {
        String path =
                MODELS
                        + "/"
                        + Query.encoded(model)
                        + "/versions/"
                        + Query.encoded(number)
                        + "?include_aliases=true";
        return version(model, site.json(path));
    }

    List<Artifact> files(Version version) {
        String root = root(version);
        List<Artifact> files = new ArrayList<>();
        Deque<String> folders = new ArrayDeque<>(List.of(root));
        while (!folders.isEmpty()) {
            String folder = folders.remove();
            for (JsonNode entry :
                    RegisteredModels.pages(site, FOLDERS + Query.path(folder), "contents", MOST)) {
                String path = entry.path("path").asString("");
                if (entry.path("is_directory").asBoolean(false)) {
                    folders.add(path.replaceAll("/+$", ""));
                } else if (path.startsWith(root + "/")) {
                    files.add(
                            new Artifact(
                                    path.substring(root.length() + 1),
                                    entry.path("file_size").asLong(-1)));
                }
            }
        }
        return files;
    }

    static String filePath(Version version, Artifact file) {
        return FILES + Query.path(root(version) + "/" + file.path());
    }

    private static String root(Version version) {
        return "/Models/" + version.model().replace('.', '/') + "/" + version.number();
    }

    private static Model model(JsonNode json) {
        String name = json.path("full_name").asString(json.path("name").asString(""));
        return new Model(
                name,
                name,
                "Unity Catalog",
                json.path("comment").asString(""),
                Map.of(),
                RegisteredModels.map(json.path("aliases"), "alias_name", "version_num"),
                RegisteredModels.time(json.path("updated_at")));
    }

    private static Version version(String model, JsonNode json) {
        return new Version(
                model,
                model,
                Integer.toString(json.path("version").asInt(0)),
                json.path("status").asString("READY").equals("READY"),
                json.path("comment").asString(""),
                json.path("source").asString(""),
                json.path("run_id").asString(""),
                json.path("aliases")
                        .valueStream()
                        .map(alias -> alias.path("alias_name").asString(""))
                        .toList(),
                Map.of(),
                RegisteredModels.time(json.path("created_at")));
    }
}
