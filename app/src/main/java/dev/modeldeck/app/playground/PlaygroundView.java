package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.endpoints.Endpoint;

import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Conversations at the left, columns in the middle, parameters at the right, the prompt below. */
final class PlaygroundView {

    private static final KeyCombination SEND =
            new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination NEW =
            new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN);

    private static final PseudoClass WHOLE = PseudoClass.getPseudoClass("whole");

    private final PlaygroundViewModel model;
    private final Consumer<String> start;
    private final Texts texts = Texts.of("playground");
    private final BorderPane root;
    private final Map<ColumnViewModel, ColumnView> views = new HashMap<>();
    private final CodeDialog code;
    private final Node nobody;

    @FXML private BorderPane middle;
    @FXML private HBox columns;
    @FXML private VBox promptBox;
    @FXML private TextArea prompt;
    @FXML private Button send;
    @FXML private Button stop;
    @FXML private Button regenerate;
    @FXML private Button editLast;
    @FXML private Button addColumn;
    @FXML private ToggleButton conversations;
    @FXML private ToggleButton parameters;

    /**
     * @param start starts a stopped endpoint
     * @param create leads to the form that makes an endpoint
     */
    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    PlaygroundView(
            PlaygroundViewModel model, Consumer<String> start, Runnable create, CodeDialog code) {
        this.model = model;
        this.start = start;
        this.code = code;
        this.nobody = nobody(create);
        this.root = Views.load("playground/playground.fxml", this);
        Node left = new ConversationsView(model, texts);
        Node right = new ParametersView(model.parameters()).root();
        conversations.selectedProperty().subscribe(on -> root.setLeft(on ? left : null));
        parameters.selectedProperty().subscribe(on -> root.setRight(on ? right : null));
        parameters.visibleProperty().bind(promptBox.visibleProperty());
        parameters.managedProperty().bind(promptBox.visibleProperty());
        right.visibleProperty().bind(promptBox.visibleProperty());
        right.managedProperty().bind(promptBox.visibleProperty());
        conversations.setTooltip(new Tooltip(texts.get("conversations")));
        parameters.setTooltip(new Tooltip(texts.get("parameters")));
        addColumn.setTooltip(new Tooltip(texts.get("column.add")));
        prompt.textProperty().bindBidirectional(model.prompt());
        promptBox.getChildren().addFirst(new PaceView(model.columns()));
        bindButtons();
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        model.columns().addListener((ListChangeListener<ColumnViewModel>) change -> place());
        model.endpoints().addListener((ListChangeListener<Endpoint>) change -> showPrompt());
        place();
    }

    BorderPane root() {
        return root;
    }

    void focusPrompt() {
        prompt.requestFocus();
    }

    private void bindButtons() {
        send.visibleProperty().bind(model.running().not());
        send.managedProperty().bind(send.visibleProperty());
        send.disableProperty().bind(prompt.textProperty().map(String::isBlank));
        stop.visibleProperty().bind(model.running());
        stop.managedProperty().bind(stop.visibleProperty());
        regenerate.disableProperty().bind(model.running());
        editLast.disableProperty().bind(model.running());
        regenerate.setTooltip(new Tooltip(texts.get("regenerate")));
        editLast.setTooltip(new Tooltip(texts.get("edit")));
    }

    private void key(KeyEvent event) {
        if (SEND.match(event)) {
            sendFocused();
        } else if (NEW.match(event)) {
            model.startNew();
            focusPrompt();
        } else if (event.getCode() == KeyCode.ESCAPE && model.running().get()) {
            model.stop();
        } else {
            return;
        }
        event.consume();
    }

    /** The form that is being filled in, else the prompt. */
    private void sendFocused() {
        if (views.values().stream().noneMatch(view -> view.isFocusWithin() && view.send())) {
            model.send();
        }
    }

    private void place() {
        views.forEach((column, view) -> {
            if (!model.columns().contains(column)) {
                view.close();
            }
        });
        views.keySet().retainAll(model.columns());
        columns.getChildren().clear();
        for (ColumnViewModel column : model.columns()) {
            ColumnView view = views.computeIfAbsent(column, this::view);
            view.closable(model.columns().size() > 1);
            HBox.setHgrow(view, Priority.ALWAYS);
            columns.getChildren().add(view);
        }
        addColumn.setDisable(model.columns().size() >= PlaygroundViewModel.MOST_COLUMNS);
        showPrompt();
    }

    private ColumnView view(ColumnViewModel column) {
        column.kind().addListener(ignored -> showPrompt());
        return new ColumnView(
                column,
                model.endpoints(),
                texts,
                new ColumnView.Actions(
                        sample -> {
                            model.prompt().set(sample);
                            model.send();
                        },
                        () -> column.goOn(model.parameters().get()),
                        start,
                        () ->
                                code.show(
                                        root.getScene().getWindow(),
                                        column,
                                        model.parameters().get(),
                                        model.prompt().get()),
                        () -> model.removeColumn(column)));
    }

    private Node nobody(Runnable create) {
        return new EmptyState(
                "fth-message-square",
                texts.get("no-endpoints.title"),
                texts.get("no-endpoints.text"),
                texts.get("no-endpoints.action"),
                create);
    }

    /** The prompt is of no use to forms and editors, nor while there is nobody to ask. */
    private void showPrompt() {
        boolean alone = model.endpoints().isEmpty();
        promptBox.setVisible(model.talks() && !alone);
        promptBox.setManaged(model.talks() && !alone);
        addColumn.setVisible(!alone);
        columns.pseudoClassStateChanged(WHOLE, !promptBox.isVisible());
        middle.setCenter(alone ? nobody : columns);
    }

    @FXML
    private void send() {
        model.send();
    }

    @FXML
    private void stop() {
        model.stop();
    }

    @FXML
    private void regenerate() {
        model.regenerate();
    }

    @FXML
    private void editLast() {
        model.editLast();
        focusPrompt();
    }

    @FXML
    private void addColumn() {
        model.addColumn();
    }
}
