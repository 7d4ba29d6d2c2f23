package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.FileFetch;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RegisteredModels;
import dev.modeldeck.engine.remote.mlflow.ArtifactPlace.OfModel;
import dev.modeldeck.engine.remote.mlflow.ArtifactPlace.OfRun;
import dev.modeldeck.engine.remote.mlflow.ArtifactPlace.Proxied;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of a tracking server, with the files of its versions. */
final class TrackingRegistry implements RemoteRegistry {

    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
    private static final int MOST = 100_000;

    private final Map<Version, ArtifactPlace> places = new ConcurrentHashMap<>();
    private final Site site;
    private final RegisteredModels registered;

    TrackingRegistry(Site site) {
        this.site = site;
        this.registered = new RegisteredModels(site, "");
    }

    @Override
    public List<Model> models(String part) {
        return registered.models(part);
    }

    @Override
    public List<Version> versions(String model) {
        return registered.versions(model);
    }

    @Override
    public Version version(String model, String number) {
        return registered.version(model, number);
    }

    @Override
    public List<Artifact> files(Version version) {
        ArtifactPlace place = place(version);
        List<Artifact> files = new ArrayList<>();
        Deque<String> folders = new ArrayDeque<>(List.of(""));
        while (!folders.isEmpty()) {
            String folder = folders.remove();
            for (JsonNode entry :
                    RegisteredModels.pages(site, listing(place, folder), "files", MOST)) {
                String path = below(place, folder, entry.path("path").asString(""));
                if (entry.path("is_dir").asBoolean(false)) {
                    folders.add(path);
                } else {
                    files.add(new Artifact(path, entry.path("file_size").asLong(-1)));
                }
            }
        }
        return files;
    }

    @Override
    public void fetch(Version version, Artifact file, long offset, Target target)
            throws IOException {
        String path =
                switch (place(version)) {
                    case Proxied(String root) ->
                            PROXY + "/" + Query.path(joined(root, file.path()));
                    case OfRun _, OfModel _ ->
                            "/model-versions/get-artifact?"
                                    + RegisteredModels.named(version.name(), version.number())
                                    + "&path="
                                    + Query.encoded(file.path());
                };
        FileFetch.fetch(site, path, offset, target);
    }

    private ArtifactPlace place(Version version) {
        ArtifactPlace known = places.get(version);
        if (known == null) {
            known = ArtifactPlace.of(site, version, registered.downloadUri(version));
            places.put(version, known);
        }
        return known;
    }

    private static String listing(ArtifactPlace place, String folder) {
        return switch (place) {
            case Proxied(String root) -> PROXY + "?path=" + Query.encoded(joined(root, folder));
            case OfRun(String run, String root) ->
                    ArtifactPlace.API
                            + "/artifacts/list?run_id="
                            + Query.encoded(run)
                            + "&path="
                            + Query.encoded(joined(root, folder));
            case OfModel(String model) ->
                    ArtifactPlace.API
                            + "/logged-models/"
                            + model
                            + "/artifacts/directories?artifact_directory_path="
                            + Query.encoded(folder);
        };
    }

    /** Each of the lists names its files from another root. */
    private static String below(ArtifactPlace place, String folder, String listed) {
        return switch (place) {
            case Proxied _ -> joined(folder, listed);
            case OfRun(String _, String root) ->
                    root.isEmpty() || !listed.startsWith(root + "/")
                            ? listed
                            : listed.substring(root.length() + 1);
            case OfModel _ -> listed;
        };
    }

    private static String joined(String folder, String name) {
        return folder.isEmpty() || name.isEmpty() ? folder + name : folder + "/" + name;
    }
}
