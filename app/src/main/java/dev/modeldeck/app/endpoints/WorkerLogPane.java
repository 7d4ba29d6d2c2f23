package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.stream.Stream;

/** The output of a served entity's worker, as it is written. */
final class WorkerLogPane extends VBox {

    private final PageViewModel model;
    private final ComboBox<String> entity = new ComboBox<>();
    private final ObservableList<String> lines = FXCollections.observableArrayList();
    private final ListView<String> list = new ListView<>(lines);
    private final ToggleButton follow;

    WorkerLogPane(PageViewModel model, Texts texts) {
        this.model = model;
        this.follow = new ToggleButton(texts.get("page.log.follow"));
        getStyleClass().add("stack-8");
        follow.setSelected(true);
        Button copy = new Button(texts.get("page.log.copy"), new FontIcon("fth-copy"));
        copy.setOnAction(event -> Clipboard.copy(String.join("\n", lines)));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(8, entity, space, follow, copy);
        list.setPlaceholder(new Label(texts.get("page.log.empty")));
        list.getStyleClass().addAll("dense", "worker-log");
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(head, list);
        entity.setAccessibleText(texts.get("page.entity"));
        entity.valueProperty()
                .subscribe(chosen -> {
                    if (chosen != null) {
                        model.watch(chosen);
                    }
                });
        model.endpoint().subscribe(shown -> shown.ifPresent(this::offer));
        model.log().subscribe(this::show);
    }

    private void offer(Endpoint endpoint) {
        List<String> names =
                Stream.of(endpoint.active(), endpoint.pending())
                        .flatMap(Stream::ofNullable)
                        .map(EndpointConfig::entities)
                        .flatMap(List::stream)
                        .map(ServedEntity::name)
                        .distinct()
                        .toList();
        if (!names.equals(entity.getItems())) {
            String chosen = entity.getValue();
            entity.getItems().setAll(names);
            entity.setValue(
                    names.contains(chosen) ? chosen : names.isEmpty() ? null : names.getFirst());
        }
    }

    private void show(List<String> now) {
        lines.setAll(now);
        if (follow.isSelected() && !now.isEmpty()) {
            list.scrollTo(now.size() - 1);
        }
    }
}
