package dev.modeldeck.app.settings;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;

import javafx.scene.Parent;

/** What a person can set, and what this program and machine are. */
public final class SettingsTab implements TabContent {

    private final SettingsViewModel model;
    private final SettingsView view;

    /**
     * @param version of the program
     */
    public SettingsTab(Engine engine, Appearance appearance, String version) {
        this(EngineDoor.of(engine), appearance, version, new Work());
    }

    SettingsTab(EngineDoor engine, Appearance appearance, String version, Work work) {
        model = new SettingsViewModel(engine, work);
        view = new SettingsView(model, appearance, version);
    }

    @Override
    public Parent node() {
        return view.root();
    }

    @Override
    public void shown() {
        model.refresh();
    }

    @Override
    public void close() {
        model.close();
    }
}
