package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.ServerPage.Content;
import dev.modeldeck.engine.remote.Query;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What can be read of a workspace and its endpoints beyond a look. */
record WorkspacePages(Workspace workspace) {

    private static final String ENTITIES = "entities";
    private static final String BUILD = "build-logs";
    private static final String SERVICE = "logs";
    private static final String PERMISSIONS = "permissions";
    private static final String CATALOG = "catalog";

    static List<ServerPage> all(Extent extent) {
        ServerPage entities = ServerPage.ofModel(ENTITIES, "Served entities");
        ServerPage catalog = ServerPage.ofServer(CATALOG, "Registered models");
        return extent.workspace()
                ? List.of(
                        entities,
                        ServerPage.ofModel(BUILD, "Build log"),
                        ServerPage.ofModel(SERVICE, "Service log"),
                        ServerPage.ofModel(PERMISSIONS, "Permissions"),
                        catalog)
                : List.of(
                        entities,
                        ServerPage.ofModel(BUILD, "Events"),
                        ServerPage.ofModel(SERVICE, "Log"),
                        catalog);
    }

    Content read(ServerPage page, String endpoint) {
        return switch (page.id()) {
            case ENTITIES -> entities(endpoint);
            case BUILD, SERVICE -> new Content.Text(logs(endpoint, page.id()));
            case PERMISSIONS -> new Permissions(workspace).of(endpoint);
            case CATALOG -> catalog();
            default -> throw new IllegalArgumentException(page.id());
        };
    }

    private Content entities(String name) {
        JsonNode endpoint = workspace.endpoint(name);
        List<List<String>> rows = new ArrayList<>();
        rows(endpoint.path("config"), "in use", rows);
        rows(endpoint.path("pending_config"), "pending", rows);
        return new Content.Table(
                List.of("Name", "Configuration", "State", "Message", "Since", "Creator"), rows);
    }

    private static void rows(JsonNode config, String word, List<List<String>> rows) {
        for (JsonNode entity : config.path(ConfigBody.ENTITIES)) {
            rows.add(
                    List.of(
                            entity.path("name").asString(""),
                            word,
                            state(entity.at("/state/deployment").asString("")),
                            entity.at("/state/deployment_state_message").asString(""),
                            time(entity.path("creation_timestamp")),
                            entity.path("creator").asString("")));
        }
    }

    private static String state(String deployment) {
        return switch (deployment) {
            case "DEPLOYMENT_CREATING" -> "being created";
            case "DEPLOYMENT_READY" -> "ready";
            case "DEPLOYMENT_RECOVERING" -> "recovering";
            case "DEPLOYMENT_FAILED" -> "failed";
            case "DEPLOYMENT_ABORTED" -> "aborted";
            default -> deployment;
        };
    }

    private static String time(JsonNode millis) {
        return millis.isNumber() ? Instant.ofEpochMilli(millis.asLong()).toString() : "";
    }

    /** Of each served entity; with headings where there are several. */
    private String logs(String name, String which) {
        List<String> names = ConfigBody.names(ConfigBody.of(workspace.endpoint(name)));
        StringBuilder text = new StringBuilder();
        for (String entity : names) {
            if (names.size() > 1) {
                text.append("== ").append(entity).append(" ==\n");
            }
            text.append(log(name, entity, which).stripTrailing()).append("\n");
        }
        return text.toString();
    }

    private String log(String endpoint, String entity, String which) {
        String path =
                Workspace.endpointPath(endpoint)
                        + "/served-models/"
                        + Query.encoded(entity)
                        + "/"
                        + which;
        Reply reply = workspace.site().get(path);
        // A provider's model is built by nobody, so there is no log of it.
        return reply.status() == 404 || reply.status() == 400
                ? "No log. " + reply.json().path("message").asString("")
                : reply.orThrow("GET " + path).json().path("logs").asString("");
    }

    private Content catalog() {
        List<List<String>> rows = new ArrayList<>();
        for (Model model : new WorkspaceRegistries(workspace).models("")) {
            rows.add(
                    List.of(
                            model.name(),
                            model.place(),
                            model.description(),
                            Pairs.write(new TreeMap<>(model.aliases())),
                            model.updated() == null ? "" : model.updated().toString()));
        }
        return new Content.Table(
                List.of("Name", "Registry", "Description", "Aliases", "Last updated"), rows);
    }
}
