package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.controls.MetricTile;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.ServerLook;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a server tells of itself: facts, what it can do, and what it measured. */
final class ServerPane extends VBox {

    private static final double TILE = 176;

    /** Wide enough for what most servers can do in one row. */
    private static final double CHIPS = 760;

    private final Texts texts = Texts.of("connections");
    private final PageViewModel model;
    private final VBox told = new VBox();

    /**
     * @param charts of what it measured, which stay where they are at each look
     */
    ServerPane(PageViewModel model, Node charts) {
        this.model = model;
        getStyleClass().addAll("stack-24", "server");
        told.getStyleClass().add("stack-24");
        getChildren().addAll(told, charts);
        model.view().subscribe(this::show);
    }

    private void show(ConnectionView view) {
        told.getChildren().clear();
        ServerLook look = model.look().orElse(null);
        if (look == null) {
            told.getChildren()
                    .add(
                            new EmptyState(
                                    "fth-server",
                                    texts.get("server.unseen.title"),
                                    texts.get("server.unseen.text")));
            return;
        }
        told.getChildren().add(facts(view, look));
        new TreeMap<>(look.figures().stream().collect(Collectors.groupingBy(Figure::model)))
                .forEach((of, figures) -> told.getChildren().add(tiles(of, figures)));
    }

    private Node facts(ConnectionView view, ServerLook look) {
        KeyValueGrid grid = new KeyValueGrid();
        grid.getStyleClass().add("card");
        grid.add(texts.get("server.kind"), model.words().kind(view.server()));
        if (!view.evidence().isEmpty()) {
            grid.add(texts.get("server.evidence"), view.evidence());
        }
        if (!look.version().isEmpty()) {
            grid.add(texts.get("server.version"), look.version());
        }
        look.facts().forEach(grid::add);
        if (!look.capabilities().isEmpty()) {
            FlowPane chips = new FlowPane(4, 4);
            chips.setPrefWrapLength(CHIPS);
            ConnectionWords.capabilities(look.capabilities())
                    .forEach(capability -> chips.getChildren().add(chip(capability)));
            grid.add(texts.get("server.capabilities"), chips);
        }
        return grid;
    }

    private Node tiles(String of, List<Figure> figures) {
        Label title =
                new Label(
                        of.isEmpty()
                                ? texts.get("server.figures")
                                : texts.get("server.figures.of", of));
        title.getStyleClass().add("section-title");
        Label source = new Label(texts.get("server.figures.text"));
        source.getStyleClass().add("caption");
        FlowPane flow = new FlowPane(12, 12);
        for (FigureWords figure : FigureWords.of(figures, texts)) {
            MetricTile tile = new MetricTile(figure.name());
            tile.show(figure.value(), figure.remark());
            tile.setPrefWidth(TILE);
            flow.getChildren().add(tile);
        }
        VBox head = new VBox(title, source);
        return new VBox(12, head, flow);
    }

    private static Label chip(String text) {
        Label chip = new Label(text);
        chip.getStyleClass().add("chip");
        return chip;
    }
}
