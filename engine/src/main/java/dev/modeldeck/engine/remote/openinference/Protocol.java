package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.wire.openinference.ModelMetadata;
import dev.modeldeck.engine.wire.openinference.ModelMetadata.TensorSpec;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The part that all servers of the protocol share. */
final class Protocol {

    static final String SERVER = "/v2";

    private Protocol() {}

    /** The server's own address, whose paths begin with {@code /v2}. */
    static Site of(Site site) {
        String root = site.root().toString().replaceAll("/+$", "");
        return root.endsWith(SERVER)
                ? site.elsewhere(URI.create(root.substring(0, root.length() - SERVER.length())))
                : site;
    }

    static String model(String name) {
        return "/v2/models/" + Query.encoded(name);
    }

    /** What the server tells of itself: {@code name}, {@code version}, {@code extensions}. */
    static JsonNode server(Site site) {
        JsonNode json = of(site).json(SERVER);
        if (!isServer(json)) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET /v2 was not answered with the server's name. Check that the address is the one of an Open Inference Protocol server.",
                            502));
        }
        return json;
    }

    static boolean isServer(JsonNode json) {
        return json.path("name").isString()
                && (json.path("version").isString() || json.path("extensions").isArray());
    }

    static Recognition recognition(JsonNode server) {
        return new Recognition(
                "GET /v2 answered {\"name\": \"%s\", \"version\": \"%s\"}"
                        .formatted(
                                server.path("name").asString(""),
                                server.path("version").asString("")));
    }

    /** A model that answers, with what it takes and gives. */
    static ServedModel ready(Site site, String name, Map<String, String> more) {
        ModelMetadata metadata = ModelMetadata.parse(of(site).get(Protocol.model(name)).found());
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Platform", metadata.platform());
        put(facts, "Versions", String.join(", ", metadata.versions()));
        put(facts, "Inputs", words(metadata.inputs()));
        put(facts, "Outputs", words(metadata.outputs()));
        facts.putAll(more);
        return new ServedModel(name, "", ServedModel.State.READY, capabilities(metadata), facts);
    }

    private static Set<Capability> capabilities(ModelMetadata metadata) {
        Set<Capability> all = EnumSet.of(Capability.TENSORS);
        if (Generation.takes(metadata.inputs())) {
            all.addAll(Set.of(Capability.COMPLETION, Capability.STREAMING));
        } else if (!metadata.inputs().isEmpty()) {
            all.add(Capability.TABULAR);
        }
        return all;
    }

    private static String words(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
    }

    static void put(Map<String, String> facts, String label, String value) {
        if (!value.isEmpty()) {
            facts.put(label, value);
        }
    }
}
