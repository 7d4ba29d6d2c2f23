package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.LoadingPane;
import dev.modeldeck.app.controls.ProblemPane;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.ServerPage.Content;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;

import java.util.List;

/** What a server tells beyond a look: a log, or a table. */
final class ReadingPane extends StackPane {

    private static final double WIDTH = 820;
    private static final double HEIGHT = 460;

    private final Texts texts = Texts.of("connections");
    private final ReadingViewModel model;

    ReadingPane(ReadingViewModel model) {
        this.model = model;
        setPrefSize(WIDTH, HEIGHT);
        model.state().subscribe(this::show);
        model.read();
    }

    private void show(ReadingViewModel.State state) {
        getChildren()
                .setAll(
                        switch (state) {
                            case ReadingViewModel.State.Reading _ -> new LoadingPane();
                            case ReadingViewModel.State.Said(Content content) -> said(content);
                            case ReadingViewModel.State.Troubled(var problem) -> {
                                ProblemPane pane = new ProblemPane(model::read);
                                pane.show(problem);
                                yield pane;
                            }
                        });
    }

    private Node said(Content content) {
        return switch (content) {
            case Content.Table(List<String> columns, List<List<String>> rows) ->
                    table(columns, rows);
            case Content.Text(String text) -> {
                CodePane pane = new CodePane(CodePane.Language.PLAIN, false);
                pane.setText(text);
                yield pane;
            }
        };
    }

    private Node table(List<String> columns, List<List<String>> rows) {
        TableView<List<String>> table = new TableView<>();
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(
                new EmptyState("fth-list", texts.get("reading.none"), texts.get("reading.empty")));
        for (int i = 0; i < columns.size(); i++) {
            int place = i;
            TableColumn<List<String>, String> column = new TableColumn<>(columns.get(i));
            column.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().get(place)));
            column.setReorderable(false);
            table.getColumns().add(column);
        }
        table.getItems().setAll(rows);
        return table;
    }
}
