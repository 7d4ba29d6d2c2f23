package dev.modeldeck.app.metrics;

import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What servers elsewhere measured themselves: a board of charts each, under their names. */
final class ServerBoards extends VBox {

    private final Texts texts = Texts.of("metrics");
    private final ObjectProperty<Instant> crosshair;
    private final List<ChartBoard> boards = new ArrayList<>();
    private List<String> shown = List.of();

    ServerBoards(ObjectProperty<Instant> crosshair) {
        this.crosshair = crosshair;
        getStyleClass().addAll("stack-24", "server-boards");
        managedProperty().bind(visibleProperty());
    }

    void show(List<ServerFigures> servers) {
        List<String> names = servers.stream().map(ServerFigures::server).toList();
        if (!names.equals(shown)) {
            shown = names;
            boards.clear();
            getChildren().setAll(names.stream().map(this::section).toList());
        }
        for (int i = 0; i < boards.size(); i++) {
            boards.get(i).show(servers.get(i).charts(), servers.get(i).data());
        }
        setVisible(!servers.isEmpty());
    }

    private VBox section(String server) {
        Label title = new Label(texts.get("server.title", server));
        title.getStyleClass().add("section-title");
        Label caption = new Label(texts.get("server.text"));
        caption.getStyleClass().add("caption");
        caption.setWrapText(true);
        ChartBoard board = new ChartBoard(crosshair);
        boards.add(board);
        VBox section = new VBox(new VBox(title, caption), board);
        section.getStyleClass().add("stack-12");
        return section;
    }
}
