package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.ServerPage.Content;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RegisteredModels;
import dev.modeldeck.engine.remote.Together;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The versions of a registered model, and the runs that made them. */
record TrackingPages(Site site) {

    private static final String VERSIONS = "versions";
    private static final String RUNS = "runs";
    private static final int MOST_RUNS = 50;

    static final List<ServerPage> ALL =
            List.of(ServerPage.ofModel(VERSIONS, "Versions"), ServerPage.ofModel(RUNS, "Runs"));

    Content read(ServerPage page, String model) {
        List<Version> versions = new RegisteredModels(site, "").versions(model);
        return switch (page.id()) {
            case VERSIONS -> versions(versions);
            case RUNS -> runs(versions);
            default -> throw new IllegalArgumentException(page.id());
        };
    }

    private static Content versions(List<Version> versions) {
        List<List<String>> rows = new ArrayList<>();
        for (Version version : versions) {
            rows.add(
                    List.of(
                            version.number(),
                            version.ready() ? "ready" : "not ready",
                            String.join(", ", version.aliases()),
                            version.description(),
                            TrackingServer.written(version.tags()),
                            version.source(),
                            version.run(),
                            version.created() == null ? "" : version.created().toString()));
        }
        return new Content.Table(
                List.of(
                        "Version",
                        "State",
                        "Aliases",
                        "Description",
                        "Tags",
                        "Source",
                        "Run",
                        "Created"),
                rows);
    }

    /** Of the newest versions; a run that was deleted is left out. */
    private Content runs(List<Version> versions) {
        List<Version> made =
                versions.stream()
                        .filter(version -> !version.run().isEmpty())
                        .limit(MOST_RUNS)
                        .toList();
        List<List<String>> rows = new ArrayList<>();
        List<JsonNode> runs = Together.each(made, version -> run(version.run()));
        for (int i = 0; i < made.size(); i++) {
            JsonNode run = runs.get(i);
            if (run.isObject()) {
                rows.add(row(made.get(i), run.path("info"), run.path("data")));
            }
        }
        return new Content.Table(
                List.of("Version", "Run", "State", "Started", "Metrics", "Parameters"), rows);
    }

    private static List<String> row(Version version, JsonNode info, JsonNode data) {
        String name = info.path("run_name").asString("");
        long started = info.path("start_time").asLong(0);
        return List.of(
                version.number(),
                name.isEmpty() ? version.run() : name,
                info.path("status").asString(""),
                started == 0 ? "" : Instant.ofEpochMilli(started).toString(),
                TrackingServer.written(RegisteredModels.tags(data.path("metrics"))),
                TrackingServer.written(RegisteredModels.tags(data.path("params"))));
    }

    private JsonNode run(String id) {
        return site.get("/api/2.0/mlflow/runs/get?run_id=" + Query.encoded(id)).found().path("run");
    }
}
