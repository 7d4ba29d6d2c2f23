package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.connections.Site;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * MLflow's registry protocol, which MLflow's tracking servers, Databricks workspaces and other
 * Modeldecks speak.
 *
 * @param place what its models are said to be in; empty where the server has one registry only
 */
public record RegisteredModels(Site site, String place) {

    private static final String ROOT = "/api/2.0/mlflow";
    private static final String PROMPT = "mlflow.prompt.is_prompt";

    /** In one answer, and in all of them. */
    private static final int PAGE = 200;

    private static final int MOST = 5_000;

    public List<Model> models(String part) {
        return pages(ROOT + "/registered-models/search?max_results=" + PAGE, "registered_models")
                .stream()
                .filter(json -> !isPrompt(json))
                .map(json -> model(json, place))
                .filter(model -> contains(model.name(), part))
                .sorted(Comparator.comparing(Model::name))
                .toList();
    }

    public List<Version> versions(String model) {
        String filter = "name='" + model.replace("'", "") + "'";
        return pages(
                        ROOT
                                + "/model-versions/search?max_results="
                                + PAGE
                                + "&filter="
                                + Query.encoded(filter),
                        "model_versions")
                .stream()
                .map(RegisteredModels::version)
                .sorted(
                        Comparator.comparingLong((Version version) -> number(version.number()))
                                .reversed())
                .toList();
    }

    public Version version(String model, String number) {
        return version(
                site.json(ROOT + "/model-versions/get?" + named(model, number))
                        .path("model_version"));
    }

    /** Where the files of a version are, in the words of the server. */
    public String downloadUri(Version version) {
        return site.json(
                        ROOT
                                + "/model-versions/get-download-uri?"
                                + named(version.name(), version.number()))
                .path("artifact_uri")
                .asString("");
    }

    /** {@code name=…&version=…}. */
    public static String named(String model, String number) {
        return "name=" + Query.encoded(model) + "&version=" + Query.encoded(number);
    }

    /** Whether a name has a part, in whatever case. */
    public static boolean contains(String name, String part) {
        return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** {@code [{"key", "value"}]} as a map. */
    public static Map<String, String> tags(JsonNode array) {
        return map(array, "key", "value");
    }

    public static Map<String, String> map(JsonNode array, String key, String value) {
        Map<String, String> map = new LinkedHashMap<>();
        array.forEach(
                entry -> map.put(entry.path(key).asString(""), entry.path(value).asString("")));
        return map;
    }

    /** Null where it is not told. */
    public static @Nullable Instant time(JsonNode millis) {
        long value = millis.asLong(0);
        return value == 0 ? null : Instant.ofEpochMilli(value);
    }

    /** Prompts are kept as models, too. */
    public static boolean isPrompt(JsonNode model) {
        return tags(model.path("tags")).getOrDefault(PROMPT, "").equals("true");
    }

    public static Model model(JsonNode json, String place) {
        String name = json.path("name").asString("");
        return new Model(
                name,
                name,
                place,
                json.path("description").asString(""),
                tags(json.path("tags")),
                map(json.path("aliases"), "alias", "version"),
                time(json.path("last_updated_timestamp")));
    }

    private static Version version(JsonNode json) {
        String name = json.path("name").asString("");
        return new Version(
                name,
                name,
                json.path("version").asString(""),
                json.path("status").asString("READY").equals("READY"),
                json.path("description").asString(""),
                json.path("source").asString(""),
                json.path("run_id").asString(""),
                json.path("aliases").valueStream().map(alias -> alias.asString("")).toList(),
                tags(json.path("tags")),
                time(json.path("creation_timestamp")));
    }

    private List<JsonNode> pages(String path, String key) {
        return pages(site, path, key, MOST);
    }

    /** The elements of all pages of an answer, up to a limit. */
    public static List<JsonNode> pages(Site site, String path, String key, int most) {
        List<JsonNode> all = new ArrayList<>();
        String token = "";
        String before;
        do {
            before = token;
            String joint = path.contains("?") ? "&" : "?";
            JsonNode page =
                    site.json(
                            token.isEmpty()
                                    ? path
                                    : path + joint + "page_token=" + Query.encoded(token));
            page.path(key).forEach(all::add);
            token = page.path("next_page_token").asString("");
        } while (!token.isEmpty() && !token.equals(before) && all.size() < most);
        return all;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
