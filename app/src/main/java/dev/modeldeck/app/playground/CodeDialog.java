package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.snippet.Curl;
import dev.modeldeck.engine.gateway.snippet.JavaCode;
import dev.modeldeck.engine.gateway.snippet.PythonCode;
import dev.modeldeck.engine.gateway.snippet.SampleCall;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;
import dev.modeldeck.engine.kernel.EngineException;

import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.stage.Window;

import java.util.function.Supplier;

/** The request of a column as code. */
final class CodeDialog {

    private final Supplier<SampleGateway> gateway;
    private final Texts texts = Texts.of("playground");

    CodeDialog(Supplier<SampleGateway> gateway) {
        this.gateway = gateway;
    }

    /** Code of what the draft would ask, else of the call that was made last. */
    void show(Window owner, ColumnViewModel column, Parameters parameters, Prompt draft) {
        DialectCalls.Call made;
        try {
            made = column.call(parameters, draft);
        } catch (EngineException e) {
            Dialogs.show(owner, e.problem());
            return;
        }
        SampleCall call = gateway.get().call(made.dialect(), made.endpoint(), made.body());
        TabPane tabs = new TabPane();
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setPrefSize(760, 460);
        add(tabs, "curl", Curl.of(call));
        add(tabs, "Python", PythonCode.of(call));
        add(tabs, "Java", JavaCode.of(call));
        Dialogs.show(owner, texts.get("code"), tabs);
    }

    private static void add(TabPane tabs, String name, String code) {
        CodePane pane = new CodePane(CodePane.Language.PLAIN, false);
        pane.setText(code);
        tabs.getTabs().add(new Tab(name, pane));
    }
}
