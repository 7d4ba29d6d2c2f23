package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;

import java.util.List;
import java.util.Map;

/** Makes a model archive known to the server. */
final class RegisterModel implements ServerAction {

    private static final String URL = "url";

    @Override
    public String id() {
        return "register";
    }

    @Override
    public String label() {
        return "Register a model";
    }

    @Override
    public String help() {
        return "Makes a model archive (.mar) known to the server, which must run with --enable-model-api.";
    }

    @Override
    public Target target() {
        return Target.SERVER;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        URL,
                        "Archive",
                        "A file name within the server's model store, or an address.",
                        new Kind.Text(),
                        ""),
                new SettingSpec(
                        "model_name",
                        "Name",
                        "By which the model is called; the archive's own if empty.",
                        new Kind.Text(),
                        ""),
                new SettingSpec(
                        "handler",
                        "Handler",
                        "Takes the place of the archive's own, as module:method.",
                        new Kind.Text(),
                        ""),
                new SettingSpec("batch_size", "Batch size", "", new Kind.Whole(1, 4096), "1"),
                new SettingSpec(
                        "max_batch_delay",
                        "Longest wait for a batch (ms)",
                        "",
                        new Kind.Whole(0, 600_000),
                        "100"),
                new SettingSpec(
                        "initial_workers",
                        "Workers",
                        "The model answers once it has at least one.",
                        new Kind.Whole(0, 1024),
                        "1"),
                new SettingSpec(
                        "synchronous", "Wait until it is loaded", "", new Kind.Flag(), "true"),
                new SettingSpec(
                        "response_timeout",
                        "Longest answer (s)",
                        "A worker that takes longer is started anew.",
                        new Kind.Whole(1, 86_400),
                        "120"));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        Values filled = new Values(values);
        filled.required(URL);
        Query query = new Query("models");
        settings().forEach(setting -> query.with(setting.key(), filled.text(setting.key())));
        String address = Management.of(site).at(query.toString()).toString();
        return Plan.of(Plan.Call.of("POST", address, null));
    }
}
