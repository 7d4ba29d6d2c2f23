package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** The table of connections, and the ways to more of them. */
final class ConnectionsView {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Texts texts = Texts.of("connections");
    private final Views.Parts parts = Views.parts("connections/connections.fxml");
    private final ConnectionsViewModel model;
    private final ConnectionsTable table;

    /**
     * @param open leads to the page of a connection, by its id
     * @param add leads to the form for a new one
     * @param here looks for servers on this machine
     */
    ConnectionsView(
            ConnectionsViewModel model, Consumer<String> open, Runnable add, Runnable here) {
        this.model = model;
        this.table = new ConnectionsTable(model, open);
        SearchField search = new SearchField(texts.get("search"));
        search.textProperty().bindBidirectional(model.search());
        parts.get("searchSlot", HBox.class).getChildren().add(search);
        parts.get("add", Button.class).setOnAction(event -> add.run());
        parts.get("here", Button.class).setOnAction(event -> here.run());
        table.setPlaceholder(
                new EmptyState(
                        "fth-search", texts.get("nothing.title"), texts.get("nothing.text")));
        EmptyState empty =
                new EmptyState(
                                "fth-globe",
                                texts.get("empty.title"),
                                texts.get("empty.text"),
                                texts.get("add"),
                                add)
                        .or(texts.get("here.look"), here);
        parts.get("body", StackPane.class)
                .getChildren()
                .add(new StatePane(model.state(), empty, table));
        model.rows().subscribe(this::count);
        model.state().subscribe(ignored -> count());
        new Heartbeat(root(), EVERY, () -> model.now().set(Instant.now()));
    }

    Parent root() {
        return parts.root();
    }

    /** Shows something under the table. */
    void below(Node node) {
        parts.get("below", StackPane.class).getChildren().setAll(node);
    }

    void focus() {
        table.requestFocus();
    }

    private void count() {
        int all = model.count();
        int shown = model.rows().size();
        long troubled = model.troubled();
        parts.get("count", Label.class)
                .setText(
                        all == 0
                                ? ""
                                : shown < all
                                        ? texts.get("count.of", shown, all)
                                        : troubled > 0
                                                ? texts.get("count.troubled", all, troubled)
                                                : Formats.digits(all));
    }
}
