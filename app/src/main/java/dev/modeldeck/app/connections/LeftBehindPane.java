package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.RemoteImport;
import dev.modeldeck.engine.RemoteImport.State;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What is left of imports whose server is gone, to be discarded; nothing where there is none. */
final class LeftBehindPane extends VBox {

    private final Texts texts = Texts.of("connections");
    private final LeftBehindViewModel model;

    LeftBehindPane(LeftBehindViewModel model) {
        this.model = model;
        setId("left-behind");
        getStyleClass().addAll("stack-8", "left-behind");
        model.rows().subscribe(this::show);
        show();
    }

    private void show() {
        Label title = new Label(texts.get("import.left"));
        title.getStyleClass().add("section-title");
        getChildren().setAll(title);
        model.rows().forEach(each -> getChildren().add(row(each)));
        setVisible(!model.rows().isEmpty());
        setManaged(isVisible());
    }

    private Node row(RemoteImport left) {
        long bytes = left.state() instanceof State.Stopped stopped ? stopped.doneBytes() : 0;
        Label name =
                new Label(texts.get("import.left.of", left.asked().source(), left.asked().as()));
        Label size = new Label(texts.get("import.left.bytes", Formats.bytes(bytes)));
        size.getStyleClass().add("muted");
        size.setMinWidth(USE_PREF_SIZE);
        Button discard = new Button(texts.get("import.discard"));
        discard.setMinWidth(USE_PREF_SIZE);
        discard.setOnAction(event -> discard(left.id(), bytes));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(name, space, size, discard);
        row.getStyleClass().addAll("row-12", "well-tight");
        return row;
    }

    private void discard(String id, long bytes) {
        if (bytes == 0
                || Dialogs.confirmDanger(
                        getScene().getWindow(),
                        texts.get("import.discard.title"),
                        texts.get("import.discard.text", Formats.bytes(bytes)),
                        texts.get("import.discard"))) {
            model.discard(id, problem -> Dialogs.show(getScene().getWindow(), problem));
        }
    }
}
