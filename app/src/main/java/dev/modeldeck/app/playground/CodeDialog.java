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

    /** Code of the call that was made last, or of the one that the draft would make. */
    void show(Window owner, ColumnViewModel column, Parameters parameters, String draft) {
        SampleCall call = call(column, parameters, draft);
        TabPane tabs = new TabPane();
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setPrefSize(760, 460);
        add(tabs, "curl", Curl.of(call));
        add(tabs, "Python", PythonCode.of(call));
        add(tabs, "Java", JavaCode.of(call));
        Dialogs.show(owner, texts.get("code"), tabs);
    }

    private SampleCall call(ColumnViewModel column, Parameters parameters, String draft) {
        DialectCalls.Call last =
                column.talks() ? null : column.last().get().map(Exchange.Done::call).orElse(null);
        String dialect = last == null ? column.dialect() : last.dialect();
        String body = last == null ? column.request(parameters, draft) : last.body();
        return gateway.get().call(dialect, column.endpoint().get(), body);
    }

    private static void add(TabPane tabs, String name, String code) {
        CodePane pane = new CodePane(CodePane.Language.PLAIN, false);
        pane.setText(code);
        tabs.getTabs().add(new Tab(name, pane));
    }
}
