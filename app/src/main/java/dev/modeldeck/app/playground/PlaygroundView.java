package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Png;
import dev.modeldeck.app.fx.SharedContent;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.endpoints.Endpoint;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Conversations at the left, columns in the middle, parameters at the right, the prompt below. */
final class PlaygroundView {

    private static final KeyCombination SEND =
            new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination NEW =
            new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN);

    private static final PseudoClass DROPPING = PseudoClass.getPseudoClass("dropping");
    private static final PseudoClass WHOLE = PseudoClass.getPseudoClass("whole");

    private final PlaygroundViewModel model;
    private final Ways ways;
    private final PromptArea prompt = new PromptArea(this::paste);
    private final Texts texts = Texts.of("playground");
    private final BorderPane root;
    private final Map<ColumnViewModel, ColumnView> views = new HashMap<>();
    private final Node nobody;

    @FXML private BorderPane middle;
    @FXML private HBox columns;
    @FXML private VBox promptBox;
    @FXML private VBox promptCard;
    @FXML private Button attach;
    @FXML private Button send;
    @FXML private Button stop;
    @FXML private Button regenerate;
    @FXML private Button editLast;
    @FXML private Button addColumn;
    @FXML private ToggleButton conversations;
    @FXML private ToggleButton parameters;

    /**
     * What leads out of it.
     *
     * @param start starts a stopped endpoint
     * @param create leads to the form that makes an endpoint
     */
    record Ways(Consumer<String> start, Runnable create, CodeDialog code, FileChoice files) {}

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    PlaygroundView(PlaygroundViewModel model, Ways ways) {
        this.model = model;
        this.ways = ways;
        this.nobody = nobody(ways.create());
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
        prompt.setPromptText(texts.get("prompt"));
        prompt.textProperty().bindBidirectional(model.prompt());
        promptCard
                .getChildren()
                .addAll(
                        0,
                        List.of(
                                new PictureStrip(model.pictures(), texts, this::focusPrompt),
                                prompt));
        acceptDrops();
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
        send.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> model.draft().isEmpty(),
                                model.prompt(),
                                model.pictures().all()));
        stop.visibleProperty().bind(model.running());
        stop.managedProperty().bind(stop.visibleProperty());
        regenerate.disableProperty().bind(model.running());
        editLast.disableProperty().bind(model.running());
        regenerate.setTooltip(new Tooltip(texts.get("regenerate")));
        editLast.setTooltip(new Tooltip(texts.get("edit")));
        attach.setTooltip(new Tooltip(texts.get("picture.attach")));
    }

    private boolean paste(SharedContent content) {
        boolean files = content.files().stream().anyMatch(PictureFiles::named);
        boolean shown = content.picture().isPresent() && !content.text();
        if (files || shown) {
            attach(content);
        }
        return files || shown;
    }

    private void attach(SharedContent content) {
        model.pictures().add(content.files());
        content.picture().ifPresent(picture -> model.pictures().add(() -> Png.of(picture)));
    }

    private void acceptDrops() {
        root.setOnDragOver(event -> {
            if (promptBox.isVisible() && !SharedContent.of(event.getDragboard()).isEmpty()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
        });
        root.setOnDragEntered(event ->
                promptCard.pseudoClassStateChanged(
                        DROPPING, !SharedContent.of(event.getDragboard()).isEmpty()));
        root.setOnDragExited(event -> promptCard.pseudoClassStateChanged(DROPPING, false));
        root.setOnDragDropped(event -> {
            SharedContent content = SharedContent.of(event.getDragboard());
            attach(content);
            event.setDropCompleted(!content.isEmpty());
            focusPrompt();
        });
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
                        ways.start(),
                        () ->
                                ways.code()
                                        .show(
                                                root.getScene().getWindow(),
                                                column,
                                                model.parameters().get(),
                                                model.draft()),
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
    private void attach() {
        model.pictures()
                .add(
                        ways.files()
                                .files(
                                        root.getScene().getWindow(),
                                        texts.get("picture.attach"),
                                        texts.get("picture.kinds"),
                                        PictureFiles.ENDINGS));
        focusPrompt();
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
