package dev.modeldeck.engine.remote.bedrock;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Amazon Bedrock. Models are called at one address and listed at another. It takes signed requests
 * ({@code Auth.AwsKeys}), or one of its own keys as a bearer.
 */
public final class BedrockServer implements RemoteServer {

    private static final Pattern HOST =
            Pattern.compile("bedrock-runtime(-fips)?\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final String CONTROL = "control_address";
    private static final String MODELS = "/foundation-models";
    private static final String PROFILES = "/inference-profiles?maxResults=1000";

    private static final Set<Capability> ALL =
            EnumSet.of(Capability.CHAT, Capability.STREAMING, Capability.TOOLS);

    @Override
    public String id() {
        return "bedrock";
    }

    @Override
    public String label() {
        return "Amazon Bedrock";
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        CONTROL,
                        "Address of the list of models",
                        "Empty for https://bedrock.REGION.amazonaws.com, of the region in the address.",
                        new SettingSpec.Kind.Text(),
                        ""));
    }

    /** By its name alone: to requests that are not signed it says nothing. */
    @Override
    public Optional<Recognition> recognise(Site site) {
        return amazons(site)
                ? Optional.of(new Recognition("Amazon Bedrock answered at addresses of this name"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        Site control = control(site);
        JsonNode listed = control.json(MODELS).path("modelSummaries");
        if (!listed.isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET /foundation-models was answered without a list of models. Check the address of the list of models.",
                            502));
        }
        Map<String, JsonNode> known = new LinkedHashMap<>();
        listed.forEach(entry -> known.put(entry.path("modelId").asString(""), entry));
        List<ServedModel> models = new ArrayList<>();
        known.values().stream()
                .filter(entry -> has(entry, "outputModalities", "TEXT"))
                .filter(entry -> has(entry, "inferenceTypesSupported", "ON_DEMAND"))
                .map(BedrockServer::model)
                .forEach(models::add);
        // Whoever may call models need not be allowed to list these.
        for (JsonNode profile : control.get(PROFILES).found().path("inferenceProfileSummaries")) {
            String arn = profile.path("models").path(0).path("modelArn").asString("");
            JsonNode of =
                    known.getOrDefault(arn.substring(arn.lastIndexOf('/') + 1), Json.object());
            if (has(of, "outputModalities", "TEXT")) {
                models.add(profile(profile, of));
            }
        }
        return new ServerLook("", models, ALL, Map.of(), List.of());
    }

    @Override
    public Backend open(Site site, String model) {
        return new BedrockBackend(site.http(), RemoteModel.at(site, model));
    }

    private static ServedModel model(JsonNode entry) {
        return new ServedModel(
                entry.path("modelId").asString(""),
                "",
                ServedModel.State.READY,
                capabilities(entry),
                new Facts()
                        .add("Name", entry.path("modelName"))
                        .add("Provider", entry.path("providerName"))
                        .add("Life", entry.path("modelLifecycle").path("status"))
                        .map());
    }

    private static Set<Capability> capabilities(JsonNode model) {
        Set<Capability> all = EnumSet.copyOf(ALL);
        if (!model.path("responseStreamingSupported").asBoolean(true)) {
            all.remove(Capability.STREAMING);
        }
        if (model.has("inputModalities") && has(model, "inputModalities", "IMAGE")) {
            all.add(Capability.VISION);
        }
        return all;
    }

    /**
     * Several regions take turns with its model; the newer ones are called in no other way.
     *
     * @param model empty where it is not listed
     */
    private static ServedModel profile(JsonNode entry, JsonNode model) {
        return new ServedModel(
                entry.path("inferenceProfileId").asString(""),
                "",
                ServedModel.State.READY,
                capabilities(model),
                new Facts()
                        .add("Name", entry.path("inferenceProfileName"))
                        .add("About", entry.path("description"))
                        .map());
    }

    /** Whether a list holds it; one that is not told may. */
    private static boolean has(JsonNode entry, String list, String value) {
        JsonNode values = entry.path(list);
        return !values.isArray()
                || values.valueStream().anyMatch(one -> one.asString("").equals(value));
    }

    private static Site control(Site site) {
        String address = site.setting(CONTROL);
        if (!address.isEmpty()) {
            return site.elsewhere(Connection.address(address));
        }
        return amazons(site)
                ? site.elsewhere(
                        URI.create(
                                site.root().toString().replaceFirst("bedrock-runtime", "bedrock")))
                : site;
    }

    private static boolean amazons(Site site) {
        return HOST.matcher(String.valueOf(site.root().getHost())).matches();
    }
}
