package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RemoteModel;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * OpenAI's models on Azure, where each deployment has an address of its own and every call names
 * the version of the API; without a version they are called as Azure's newer {@code /openai/v1} has
 * it.
 */
final class AzureOpenAi implements Flavour {

    private static final String VERSION = "api_version";
    private static final String DEPLOYMENT = "deployment";
    private static final String USUAL_VERSION = "2024-10-21";

    /** The last version at which a resource lists its deployments to holders of its key. */
    private static final String LISTING = "/openai/deployments?api-version=2023-03-15-preview";

    private static final Set<Capability> ALL =
            EnumSet.of(
                    Capability.CHAT,
                    Capability.EMBEDDING,
                    Capability.STREAMING,
                    Capability.LOGPROBS,
                    Capability.TOOLS,
                    Capability.STRUCTURED_ANSWERS);

    @Override
    public String id() {
        return "azure-openai";
    }

    @Override
    public String label() {
        return "Azure OpenAI";
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        VERSION,
                        "API version",
                        "Empty for the address /openai/v1, which needs none.",
                        new SettingSpec.Kind.Text(),
                        USUAL_VERSION),
                SettingSpec.text(
                        DEPLOYMENT,
                        "Deployment",
                        "Empty to call each model as the deployment of its name."));
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        String host = String.valueOf(site.root().getHost());
        if (host.endsWith(".openai.azure.com")) {
            return Optional.of(
                    new Recognition("the address is one at which Azure OpenAI answered"));
        }
        JsonNode data = site.get(models(USUAL_VERSION)).found().path("data");
        return data.isArray()
                ? Optional.of(new Recognition("GET /openai/models answered with a list of models"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        String version = site.setting(VERSION);
        List<JsonNode> bases =
                Protocol.list(site, models(version.isEmpty() ? USUAL_VERSION : version), "data");
        List<ServedModel> models = new ArrayList<>();
        String deployment = site.setting(DEPLOYMENT);
        if (deployment.isEmpty()) {
            site.get(LISTING).found().path("data").forEach(entry -> models.add(deployed(entry)));
        } else {
            models.add(model(deployment, OpenAi.capabilities(deployment), Map.of()));
        }
        if (models.isEmpty()) {
            bases.forEach(base -> models.add(base(base)));
        }
        return new ServerLook(version, models, ALL, Map.of(), List.of());
    }

    @Override
    public Speech speech(Site site) {
        return Speech.of(OpenAi.ACCEPTS);
    }

    @Override
    public RemoteModel model(Site site, String name) {
        String deployment = site.setting(DEPLOYMENT);
        String called = deployment.isEmpty() ? name : deployment;
        String version = site.setting(VERSION);
        boolean whole = site.root().toString().replaceAll("/+$", "").endsWith("/openai/v1");
        String path =
                version.isEmpty()
                        ? "/openai/v1"
                        : "/openai/deployments/%s?api-version=%s"
                                .formatted(Query.encoded(called), Query.encoded(version));
        URI base = whole ? site.root() : site.at(path);
        return new RemoteModel(base, site.headers(), called, false);
    }

    private static String models(String version) {
        return "/openai/models?api-version=" + Query.encoded(version);
    }

    private static ServedModel deployed(JsonNode entry) {
        JsonNode model = entry.path("model");
        return model(
                entry.path("id").asString(""),
                OpenAi.capabilities(model.asString("")),
                new Facts().add("Model", model).add("Status", entry.path("status")).map());
    }

    private static ServedModel base(JsonNode entry) {
        JsonNode told = entry.path("capabilities");
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        if (told.path("chat_completion").asBoolean(false)) {
            capabilities.add(Capability.CHAT);
            capabilities.add(Capability.STREAMING);
        }
        if (told.path("embeddings").asBoolean(false)) {
            capabilities.add(Capability.EMBEDDING);
        }
        return model(
                entry.path("id").asString(""),
                capabilities,
                new Facts()
                        .add("Deployment", "unknown")
                        .add("Life cycle", entry.path("lifecycle_status"))
                        .map());
    }

    private static ServedModel model(
            String name, Set<Capability> capabilities, Map<String, String> facts) {
        return new ServedModel(name, "", ServedModel.State.READY, capabilities, facts);
    }
}
