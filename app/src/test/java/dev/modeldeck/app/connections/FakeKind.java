package dev.modeldeck.app.connections;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A kind of server that only tests know, with everything that a kind can have. */
final class FakeKind implements RemoteServer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Integer> ports;

    FakeKind(Integer... ports) {
        this.ports = List.of(ports);
    }

    @Override
    public String id() {
        return "sample";
    }

    @Override
    public String label() {
        return "Sample Server";
    }

    @Override
    public List<Integer> ports() {
        return ports;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        "metrics",
                        "Address of its metrics",
                        "Where it tells its figures, if not beside its API.",
                        new SettingSpec.Kind.Text(),
                        ""));
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        Reply about = site.get("/about");
        String version = about.found().path("version").asString("");
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Recognition("GET /about answered {\"version\": \"" + version + "\"}"));
    }

    @Override
    public ServerLook look(Site site) {
        JsonNode about = site.json("/about");
        List<ServedModel> models = new ArrayList<>();
        for (JsonNode name : about.path("models")) {
            models.add(model(name.stringValue(), models.isEmpty()));
        }
        List<Figure> figures =
                List.of(
                        figure(Figure.Measure.REQUESTS_RUNNING, about, "running"),
                        figure(Figure.Measure.REQUESTS, about, "requests"),
                        figure(Figure.Measure.REQUEST_SECONDS, about, "seconds"));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Cards", "2 x H100 80 GB");
        facts.put("Started", "12 Nov 2026, 08:14");
        return new ServerLook(
                about.path("version").asString(""),
                models,
                Set.of(
                        Capability.CHAT,
                        Capability.EMBEDDING,
                        Capability.STREAMING,
                        Capability.TOOLS,
                        Capability.LOADING,
                        Capability.METRICS),
                facts,
                figures);
    }

    private static Figure figure(Figure.Measure measure, JsonNode about, String key) {
        return new Figure(measure, "", about.path(key).asDouble(0));
    }

    private static ServedModel model(String name, boolean chat) {
        return new ServedModel(
                name,
                chat ? "chat" : "embedding",
                chat ? ServedModel.State.READY : ServedModel.State.NOT_LOADED,
                chat
                        ? Set.of(Capability.CHAT, Capability.STREAMING, Capability.TOOLS)
                        : Set.of(Capability.EMBEDDING),
                chat
                        ? Map.of("Context", "131072", "Weights", "bf16, 16.1 GB")
                        : Map.of("Dimensions", "1024"));
    }

    @Override
    public Backend open(Site site, String model) {
        throw new UnsupportedOperationException("Nobody calls it.");
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(new Pull(), new Scale(), new Delete());
    }

    @Override
    public List<ServerPage> pages() {
        return List.of(
                ServerPage.ofModel("log", "Build log"),
                ServerPage.ofServer("catalog", "Registered models"));
    }

    @Override
    public ServerPage.Content read(Site site, ServerPage page, String model) {
        return page.id().equals("log")
                ? new ServerPage.Content.Text(site.require("/models/" + model).body())
                : new ServerPage.Content.Table(
                        List.of("Name", "Version"), List.of(List.of("main.ml.churn", "3")));
    }

    @Override
    public Optional<RemoteRegistry> registry(Site site) {
        return Optional.of(new FakeRegistry(site));
    }

    private static final class Pull implements ServerAction {

        @Override
        public String id() {
            return "pull";
        }

        @Override
        public String label() {
            return "Pull a model";
        }

        @Override
        public String help() {
            return "Downloads a model from the library to the server.";
        }

        @Override
        public Target target() {
            return Target.SERVER;
        }

        @Override
        public List<SettingSpec> settings() {
            return List.of(
                    new SettingSpec("model", "Model", "", new SettingSpec.Kind.Text(), ""),
                    new SettingSpec("token", "Token", "", new SettingSpec.Kind.Secret(), ""));
        }

        @Override
        public Plan plan(Site site, String model, Map<String, String> values) {
            if (values.getOrDefault("model", "").isEmpty()) {
                throw new EngineException(new Problem.Invalid("Name the model to pull.", "model"));
            }
            ObjectNode body = JSON.createObjectNode().put("model", values.get("model"));
            body.put("token", values.getOrDefault("token", ""));
            return Plan.of(new Plan.Call("POST", "/pull", body, true));
        }
    }

    private static final class Scale implements ServerAction {

        @Override
        public String id() {
            return "scale";
        }

        @Override
        public String label() {
            return "Change replicas";
        }

        @Override
        public Target target() {
            return Target.MODEL;
        }

        @Override
        public boolean offeredFor(ServedModel model) {
            return model.state() == ServedModel.State.READY;
        }

        @Override
        public List<SettingSpec> settings() {
            return List.of(
                    new SettingSpec(
                            "replicas",
                            "Replicas",
                            "Each takes a card of its own.",
                            new SettingSpec.Kind.Whole(0, 8),
                            "1"),
                    new SettingSpec(
                            "quantization",
                            "Quantization",
                            "",
                            new SettingSpec.Kind.Choice(List.of("none", "fp8")),
                            "none"));
        }

        @Override
        public Map<String, String> present(Site site, String model) {
            return Map.of("replicas", site.json("/models/" + model).path("replicas").asString("1"));
        }

        @Override
        public Plan plan(Site site, String model, Map<String, String> values) {
            ObjectNode before = (ObjectNode) site.json("/models/" + model);
            ObjectNode after = before.deepCopy();
            after.put("replicas", Integer.parseInt(values.getOrDefault("replicas", "1")));
            after.put("quantization", values.getOrDefault("quantization", "none"));
            if (values.getOrDefault("keep_alive", "5m").isEmpty()) {
                after.remove("keep_alive");
            }
            after.remove("adapter");
            return new Plan(
                    before,
                    after,
                    List.of(Plan.Call.of("PUT", "/models/" + model, after)),
                    "/models/" + model);
        }
    }

    private static final class Delete implements ServerAction {

        @Override
        public String id() {
            return "delete";
        }

        @Override
        public String label() {
            return "Delete";
        }

        @Override
        public Target target() {
            return Target.MODEL;
        }

        @Override
        public boolean destructive() {
            return true;
        }

        @Override
        public Plan plan(Site site, String model, Map<String, String> values) {
            return Plan.of(Plan.Call.of("DELETE", "/models/" + model, null));
        }
    }
}
