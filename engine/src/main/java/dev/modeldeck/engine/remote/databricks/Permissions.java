package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.ServerPage.Content;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Query;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who may do what with an endpoint. It is asked for by the endpoint's id, not by its name. */
record Permissions(Workspace workspace) {

    private static final String PATH = "/api/2.0/permissions/serving-endpoints/";

    Content of(String name) {
        String id = workspace.endpoint(name).path("id").asString("");
        if (id.isEmpty()) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "The server tells no id of \"%s\", by which its permissions are asked for."
                                    .formatted(name)));
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode entry :
                workspace.site().json(PATH + Query.encoded(id)).path("access_control_list")) {
            for (JsonNode permission : entry.path("all_permissions")) {
                rows.add(row(entry, permission));
            }
        }
        return new Content.Table(List.of("Who", "Kind", "Name", "May", "Because of"), rows);
    }

    private static List<String> row(JsonNode entry, JsonNode permission) {
        String kind =
                entry.has("user_name")
                        ? "user"
                        : entry.has("group_name") ? "group" : "service principal";
        String who =
                entry.path("user_name")
                        .asString(
                                entry.path("group_name")
                                        .asString(
                                                entry.path("service_principal_name").asString("")));
        return List.of(
                who,
                kind,
                entry.path("display_name").asString(""),
                words(permission.path("permission_level").asString("")),
                permission.path("inherited").asBoolean(false)
                        ? permission
                                .path("inherited_from_object")
                                .valueStream()
                                .map(object -> object.asString(""))
                                .collect(Collectors.joining(", "))
                        : "itself");
    }

    private static String words(String level) {
        return switch (level) {
            case "CAN_MANAGE" -> "manage";
            case "CAN_QUERY" -> "query";
            case "CAN_VIEW" -> "view";
            default -> level;
        };
    }
}
