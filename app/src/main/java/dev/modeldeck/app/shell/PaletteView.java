package dev.modeldeck.app.shell;

import dev.modeldeck.app.fx.Texts;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Supplier;

/** A field over the window that finds everything it can do. Escape or a click beside it closes. */
final class PaletteView extends StackPane {

    private static final double WIDTH = 600;
    private static final double ROW = 38;
    private static final int ROWS = 9;

    private final Supplier<List<Command>> source;
    private final TextField query = new TextField();
    private final ListView<Command> found = new ListView<>();
    private final Label nothing;
    private List<Command> all = List.of();
    private @Nullable Node focusBefore;

    PaletteView(Supplier<List<Command>> source) {
        this.source = source;
        Texts texts = Texts.of("shell");
        getStyleClass().add("palette-layer");
        Region veil = new Region();
        veil.getStyleClass().add("palette-veil");
        veil.setManaged(false);
        layoutBoundsProperty()
                .subscribe(area -> veil.resizeRelocate(0, 0, area.getWidth(), area.getHeight()));
        query.setPromptText(texts.get("palette.prompt"));
        query.setAccessibleText(texts.get("palette.prompt"));
        query.getStyleClass().add("palette-query");
        query.textProperty().subscribe(this::search);
        nothing = new Label(texts.get("palette.nothing"));
        nothing.getStyleClass().addAll("muted", "pad-16");
        found.setPlaceholder(nothing);
        found.setFixedCellSize(ROW);
        found.setFocusTraversable(false);
        found.setCellFactory(list -> new CommandCell());
        found.setOnMouseClicked(event -> runSelected());
        HBox head = new HBox(new FontIcon("fth-search"), query);
        head.getStyleClass().addAll("row-8", "palette-head");
        HBox.setHgrow(query, Priority.ALWAYS);
        VBox card = new VBox(head, found);
        card.getStyleClass().add("palette");
        card.setMaxSize(WIDTH, USE_PREF_SIZE);
        card.setOnMouseClicked(event -> event.consume());
        setAlignment(card, Pos.TOP_CENTER);
        getChildren().addAll(veil, card);
        setOnMouseClicked(event -> close());
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        setVisible(false);
    }

    void open() {
        if (isVisible()) {
            return; // or it would remember itself as what had the focus
        }
        focusBefore = getScene() == null ? null : getScene().getFocusOwner();
        all = source.get();
        query.clear();
        search("");
        setVisible(true);
        query.requestFocus();
    }

    void close() {
        setVisible(false);
        if (focusBefore != null) {
            focusBefore.requestFocus();
            focusBefore = null;
        }
    }

    private void search(String text) {
        found.getItems().setAll(FuzzyMatch.best(all, text, Command::title));
        found.getSelectionModel().selectFirst();
        found.scrollTo(0);
        double rows = Math.clamp(found.getItems().size(), 2, ROWS);
        found.setPrefHeight(rows * ROW + 4);
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> close();
            case ENTER -> runSelected();
            case DOWN -> move(1);
            case UP -> move(-1);
            case PAGE_DOWN -> move(ROWS);
            case PAGE_UP -> move(-ROWS);
            case TAB -> move(event.isShiftDown() ? -1 : 1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int by) {
        int last = found.getItems().size() - 1;
        if (last >= 0) {
            int to = Math.clamp(found.getSelectionModel().getSelectedIndex() + by, 0, last);
            found.getSelectionModel().select(to);
            found.scrollTo(Math.max(0, to - ROWS + 1));
        }
    }

    private void runSelected() {
        Command command = found.getSelectionModel().getSelectedItem();
        if (command != null) {
            close();
            command.action().run();
        }
    }

    private static final class CommandCell extends ListCell<Command> {

        private final FontIcon icon = new FontIcon("fth-box");
        private final Label title = new Label();
        private final Label kind = new Label();
        private final HBox row = new HBox(icon, title, new Region(), kind);

        CommandCell() {
            row.getStyleClass().add("row-12");
            kind.getStyleClass().add("caption");
            kind.setMinWidth(Region.USE_PREF_SIZE);
            HBox.setHgrow(row.getChildren().get(2), Priority.ALWAYS);
        }

        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (command == null || empty) {
                setGraphic(null);
                return;
            }
            icon.setIconLiteral(command.icon());
            title.setText(command.title());
            kind.setText(command.kind());
            setGraphic(row);
        }
    }
}
