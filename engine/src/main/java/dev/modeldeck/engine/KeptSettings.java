package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.storage.SettingsStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The engine's settings between starts. */
final class KeptSettings {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSettings.class);

    private static final String KEY = "engine";
    private static final JsonMapper JSON = new JsonMapper();

    private final SettingsStore store;
    private final LiveValue<EngineSettings> present;

    /** Reads what was kept; settings that cannot be used are passed over for the defaults. */
    KeptSettings(SettingsStore store) {
        this.store = store;
        this.present = new LiveValue<>(read());
    }

    Live<EngineSettings> present() {
        return present;
    }

    /** Checks, keeps and announces the settings. */
    void keep(EngineSettings settings) {
        store.write(KEY, JSON.writeValueAsString(settings.checked()));
        present.set(settings);
    }

    private EngineSettings read() {
        try {
            return store.read(KEY).map(KeptSettings::parse).orElseGet(EngineSettings::defaults);
        } catch (JacksonException | EngineException e) {
            // Not the text itself: it holds the access token.
            LOG.warn("The settings cannot be used; the defaults hold until they are set again.");
            return EngineSettings.defaults();
        }
    }

    /** A setting that an earlier version did not have takes its default. */
    private static EngineSettings parse(String json) {
        ObjectNode settings = JSON.valueToTree(EngineSettings.defaults());
        settings.setAll(JSON.readValue(json, ObjectNode.class));
        return JSON.treeToValue(settings, EngineSettings.class).checked();
    }
}
