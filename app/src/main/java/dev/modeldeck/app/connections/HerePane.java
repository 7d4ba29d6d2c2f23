package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what "Look on this machine" does, does it when told to, and offers what it found. */
final class HerePane extends VBox {

    private static final double SPINNER = 18;

    private final Texts texts = Texts.of("connections");
    private final HereViewModel model;
    private final Consumer<URI> configure;
    private final Label words = new Label();
    private final VBox rows = new VBox();
    private final Button look = new Button(texts.get("here.do"));

    /**
     * @param configure opens the form for a server that wants a key
     */
    HerePane(HereViewModel model, Consumer<URI> configure) {
        this.model = model;
        this.configure = configure;
        getStyleClass().addAll("stack-16", "here");
        Label about = wrapping(texts.get("here.about", model.ports()));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        rows.getStyleClass().add("stack-8");
        look.setId("look");
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setDefaultButton(true);
        look.getStyleClass().add("accent");
        look.setOnAction(event -> model.look());
        HBox foot = new HBox(words, look);
        foot.getStyleClass().add("row-12");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(about, rows, foot);
        model.state().subscribe(this::show);
    }

    private void show(HereViewModel.State state) {
        look.setDisable(state instanceof HereViewModel.State.Looking);
        look.setGraphic(null);
        words.getStyleClass().setAll("label", "muted");
        switch (state) {
            case HereViewModel.State.Unasked _ -> fill("", List.of());
            case HereViewModel.State.Looking _ -> {
                ProgressIndicator turning = new ProgressIndicator();
                turning.setMaxSize(SPINNER, SPINNER);
                look.setGraphic(turning);
                fill(texts.get("here.looking"), List.of());
            }
            case HereViewModel.State.Found(List<HereViewModel.Server> servers) -> {
                look.setText(texts.get("here.again"));
                look.getStyleClass().remove("accent");
                look.setDefaultButton(false); // Enter is for what was found now
                fill(servers.isEmpty() ? texts.get("here.none") : "", servers);
            }
            case HereViewModel.State.Troubled(var problem) -> {
                words.getStyleClass().setAll("label", "complaint");
                fill(problem.message(), List.of());
            }
        }
    }

    private void fill(String text, List<HereViewModel.Server> servers) {
        words.setText(text);
        rows.getChildren().setAll(servers.stream().map(this::row).toList());
        rows.setManaged(!servers.isEmpty());
    }

    private Node row(HereViewModel.Server server) {
        Label name = new Label(server.kind());
        name.getStyleClass().add("medium");
        Label about =
                new Label(
                        Stream.of(
                                        server.address().toString(),
                                        server.version(),
                                        server.models() < 0
                                                ? texts.get("here.locked")
                                                : texts.get("here.models", server.models()))
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining("  ·  ")));
        about.getStyleClass().add("caption");
        VBox lines = new VBox(name, about);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox row = new HBox(new FontIcon("fth-server"), lines, action(server));
        row.getStyleClass().addAll("row-12", "well-tight");
        return row;
    }

    private Node action(HereViewModel.Server server) {
        if (server.known()) {
            Label added = new Label(texts.get("here.added"), new FontIcon("fth-check"));
            added.getStyleClass().add("muted");
            added.setMinWidth(Region.USE_PREF_SIZE);
            return added;
        }
        boolean locked = server.models() < 0;
        Button add = new Button(texts.get(locked ? "here.configure" : "here.add"));
        add.setMinWidth(Region.USE_PREF_SIZE);
        add.setAccessibleHelp(server.kind() + ", " + server.address());
        add.setOnAction(event -> {
            if (locked) {
                configure.accept(server.address());
            } else {
                model.add(server);
            }
        });
        return add;
    }

    private static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
