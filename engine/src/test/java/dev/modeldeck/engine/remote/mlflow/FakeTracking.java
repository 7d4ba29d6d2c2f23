package dev.modeldeck.engine.remote.mlflow;

import com.sun.net.httpserver.HttpExchange;

import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A tracking server as {@code mlflow/server/handlers.py} has it: the registry's reading calls, the
 * files that it passes on itself ({@code mlflow-artifacts:}), which cannot be resumed, and those of
 * a version, which Flask's {@code send_file} sends from any byte on.
 */
public final class FakeTracking implements AutoCloseable {

    private static final String API = "/api/2.0/mlflow";

    public final FakeServer server = new FakeServer();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<ObjectNode> versions = new ArrayList<>();
    private volatile int cutAt = Integer.MAX_VALUE;

    public FakeTracking() {
        server.on("GET /health", FakeServer.text(200, "OK"))
                .on("GET /version", FakeServer.text(200, "3.6.0"))
                .on("GET " + API + "/registered-models/search", (exchange, _) -> models(exchange))
                .on("GET " + API + "/model-versions/search", (exchange, _) -> search(exchange))
                .on("GET " + API + "/model-versions/get", (exchange, _) -> version(exchange, false))
                .on(
                        "GET " + API + "/model-versions/get-download-uri",
                        (exchange, _) -> version(exchange, true))
                .on("GET " + API + "/runs/get", (exchange, _) -> run(exchange))
                .on("GET " + API + "/artifacts/list", (exchange, _) -> listOfRun(exchange))
                .on("GET /api/2.0/mlflow-artifacts/artifacts", (exchange, _) -> proxied(exchange))
                .on(
                        "GET /model-versions/get-artifact",
                        (exchange, _) -> send(exchange, artifact(exchange), true))
                .otherwise((exchange, _) -> {
                    String path = exchange.getRequestURI().getPath();
                    String proxy = "/api/2.0/mlflow-artifacts/artifacts/";
                    if (path.startsWith(proxy)) {
                        send(exchange, path.substring(proxy.length()), false);
                    } else {
                        answer(exchange, 404, error("RESOURCE_DOES_NOT_EXIST", path));
                    }
                });
    }

    /**
     * Registers a version whose files were logged by a run.
     *
     * @param scheme {@code mlflow-artifacts:} for files that the server passes on, or where they
     *     really are, such as {@code s3://bucket}
     */
    public FakeTracking version(
            String model, String number, String scheme, Map<String, byte[]> content) {
        String root = "0/run" + number + "/artifacts/model";
        content.forEach((path, bytes) -> files.put(root + "/" + path, bytes));
        ObjectNode json =
                Json.object()
                        .put("name", model)
                        .put("version", number)
                        .put("status", "READY")
                        .put("creation_timestamp", 1_700_000_000_000L)
                        .put("description", "made for a test")
                        .put("run_id", "run" + number)
                        .put("source", scheme + "/" + root);
        json.putArray("aliases").add("champion");
        json.putArray("tags").addObject().put("key", "team").put("value", "search");
        versions.add(json);
        return this;
    }

    /** Cuts each connection after so many bytes of a file. */
    public void cutAt(int bytes) {
        cutAt = bytes;
    }

    public URI address() {
        return server.address();
    }

    private void models(HttpExchange exchange) throws IOException {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("registered_models");
        for (String name : new TreeSet<>(names())) {
            ObjectNode model = models.addObject().put("name", name).put("description", "a model");
            model.put("last_updated_timestamp", 1_700_000_000_000L);
            ArrayNode latest = model.putArray("latest_versions");
            versions.stream().filter(v -> named(v, name)).forEach(latest::add);
            model.putArray("aliases").addObject().put("alias", "champion").put("version", "1");
        }
        models.addObject()
                .put("name", "a prompt")
                .putArray("tags")
                .addObject()
                .put("key", "mlflow.prompt.is_prompt")
                .put("value", "true");
        answer(exchange, 200, json);
    }

    private List<String> names() {
        return versions.stream().map(v -> v.path("name").asString("")).toList();
    }

    private void search(HttpExchange exchange) throws IOException {
        String filter = query(exchange).getOrDefault("filter", "");
        ObjectNode json = Json.object();
        ArrayNode found = json.putArray("model_versions");
        versions.stream()
                .filter(v -> filter.equals("name='" + v.path("name").asString("") + "'"))
                .forEach(found::add);
        answer(exchange, 200, json);
    }

    private void version(HttpExchange exchange, boolean uri) throws IOException {
        Map<String, String> query = query(exchange);
        var found =
                versions.stream()
                        .filter(v -> named(v, query.get("name")))
                        .filter(v -> v.path("version").asString("").equals(query.get("version")))
                        .findFirst();
        if (found.isEmpty()) {
            answer(exchange, 404, error("RESOURCE_DOES_NOT_EXIST", "Model Version not found"));
        } else if (uri) {
            answer(
                    exchange,
                    200,
                    Json.object().put("artifact_uri", found.get().path("source").asString("")));
        } else {
            answer(exchange, 200, Json.object().set("model_version", found.get()));
        }
    }

    private void run(HttpExchange exchange) throws IOException {
        String id = query(exchange).getOrDefault("run_id", "");
        String source =
                versions.stream()
                        .filter(v -> v.path("run_id").asString("").equals(id))
                        .map(v -> v.path("source").asString(""))
                        .findFirst()
                        .orElse("");
        ObjectNode json = Json.object();
        ObjectNode run = json.putObject("run");
        run.putObject("info")
                .put("run_id", id)
                .put("run_name", "brave-fox")
                .put("status", "FINISHED")
                .put("start_time", 1_700_000_000_000L)
                .put("artifact_uri", source.replaceAll("/model$", ""));
        ObjectNode data = run.putObject("data");
        data.putArray("metrics").addObject().put("key", "auc").put("value", 0.5);
        data.putArray("params").addObject().put("key", "depth").put("value", "3");
        answer(exchange, 200, json);
    }

    private void proxied(HttpExchange exchange) throws IOException {
        answer(exchange, 200, list(query(exchange).getOrDefault("path", ""), ""));
    }

    private void listOfRun(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        String folder = query.getOrDefault("path", "");
        answer(
                exchange,
                200,
                list("0/" + query.get("run_id") + "/artifacts/" + folder, folder + "/"));
    }

    /** Of a folder; names with what the list puts before them. */
    private ObjectNode list(String folder, String before) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("files");
        TreeSet<String> folders = new TreeSet<>();
        files.forEach((path, bytes) -> {
            if (path.startsWith(folder + "/")) {
                String rest = path.substring(folder.length() + 1);
                int slash = rest.indexOf('/');
                if (slash < 0) {
                    array.addObject()
                            .put("path", before + rest)
                            .put("is_dir", false)
                            .put("file_size", bytes.length);
                } else {
                    folders.add(rest.substring(0, slash));
                }
            }
        });
        folders.forEach(name -> array.addObject().put("path", before + name).put("is_dir", true));
        return json;
    }

    private String artifact(HttpExchange exchange) {
        Map<String, String> query = query(exchange);
        return "0/run" + query.get("version") + "/artifacts/model/" + query.get("path");
    }

    private void send(HttpExchange exchange, String path, boolean ranges) throws IOException {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            answer(exchange, 404, error("RESOURCE_DOES_NOT_EXIST", path));
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        int status = 200;
        if (ranges && range != null) {
            from = Integer.parseInt(range.replaceAll("\\D", ""));
            status = from < bytes.length ? 206 : 416;
            exchange.getResponseHeaders()
                    .add(
                            "Content-Range",
                            "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        int length = Math.max(0, bytes.length - from);
        exchange.sendResponseHeaders(status, status == 416 || length == 0 ? -1 : length);
        if (status == 416) {
            return;
        }
        exchange.getResponseBody().write(bytes, from, Math.min(length, cutAt));
        exchange.getResponseBody().flush();
        if (length > cutAt) {
            throw new IOException("cut");
        }
    }

    private static boolean named(ObjectNode version, String name) {
        return version.path("name").asString("").equals(name);
    }

    private static ObjectNode error(String code, String message) {
        return Json.object().put("error_code", code).put("message", message);
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode json)
            throws IOException {
        FakeServer.json(status, Json.write(json)).to(exchange, "");
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        Arrays.stream(raw == null ? new String[0] : raw.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .forEach(pair ->
                        query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return query;
    }

    @Override
    public void close() {
        server.close();
    }
}
