package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;

import java.util.List;
import java.util.Map;

/** Loads a model from an address. */
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
        return "Loads a model, or a workflow, from an address that the server can reach.";
    }

    @Override
    public Target target() {
        return Target.SERVER;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                text(URL, "Address of the files", "For example file:///models/iris.pt or djl://…"),
                text(
                        "model_name",
                        "Name",
                        "By which it is called; taken from the address if empty."),
                text("model_version", "Version", ""),
                text("engine", "Engine", "PyTorch, OnnxRuntime, Python, …; found out if empty."),
                text("device", "Device", "cpu, gpu0, …; all cards if empty."),
                number("batch_size", "Batch size", "1"),
                number("max_batch_delay", "Longest wait for a batch (ms)", "100"),
                number("job_queue_size", "Length of the queue", "1000"),
                number("max_idle_time", "Seconds before an idle worker ends", "60"),
                number("min_worker", "Fewest workers", ""),
                number("max_worker", "Most workers", ""),
                new SettingSpec(
                        "synchronous", "Wait until it is loaded", "", new Kind.Flag(), "true"));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        Values filled = new Values(values);
        filled.required(URL);
        Query query = new Query("models");
        settings().forEach(setting -> query.with(setting.key(), filled.text(setting.key())));
        return Plan.of(Plan.Call.of("POST", query.toString(), null));
    }

    private static SettingSpec text(String key, String label, String help) {
        return new SettingSpec(key, label, help, new Kind.Text(), "");
    }

    private static SettingSpec number(String key, String label, String usual) {
        return new SettingSpec(key, label, "", new Kind.Whole(0, Integer.MAX_VALUE), usual);
    }
}
