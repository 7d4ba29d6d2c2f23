package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.ChoiceWords;
import dev.modeldeck.app.controls.MemoryBar;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.registry.MemoryEstimate;
import dev.modeldeck.engine.registry.ModelName;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** One served entity of the form. */
final class EntityCard implements ServedCard {

    private static final int MOST_CONTEXT = 1 << 20;
    private static final int MOST_MEGABYTES = 1 << 20;

    private final EntityViewModel model;
    private final Texts texts = Texts.of("endpoints");
    private final VBox root;
    private final MemoryBar memory = new MemoryBar();

    @FXML private Label title;
    @FXML private Button remove;
    @FXML private ComboBox<ModelName> modelName;
    @FXML private ComboBox<VersionChoice> version;
    @FXML private Spinner<Integer> percentage;
    @FXML private ComboBox<Machine.Compute> device;
    @FXML private Spinner<Integer> concurrency;
    @FXML private Label size;
    @FXML private ComboBox<String> dtype;
    @FXML private Label dtypeHint;
    @FXML private Spinner<Integer> context;
    @FXML private VBox contextField;
    @FXML private Label contextHint;
    @FXML private TextField name;
    @FXML private VBox draftField;
    @FXML private ComboBox<DraftChoice> draft;
    @FXML private Spinner<Integer> memoryLimit;
    @FXML private TextArea environment;
    @FXML private StackPane fitSlot;

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    EntityCard(
            EntityViewModel model,
            List<ModelName> models,
            List<Machine.Compute> devices,
            Runnable onRemove) {
        this.model = model;
        this.root = Views.load("endpoints/entity.fxml", this);
        remove.setOnAction(event -> onRemove.run());
        modelName.getItems().setAll(models);
        modelName.valueProperty().bindBidirectional(model.model());
        version.setItems(model.versions());
        version.valueProperty().bindBidirectional(model.version());
        device.getItems().setAll(devices);
        if (!devices.contains(model.device().get())) {
            device.getItems().add(model.device().get());
        }
        device.setConverter(new ChoiceWords<>(model::inWords));
        device.valueProperty().bindBidirectional(model.device());
        draft.setItems(model.drafts().offered());
        draft.setConverter(new ChoiceWords<>(this::words));
        draft.valueProperty().bindBidirectional(model.drafts().chosen());
        dtype.getItems().setAll(model.dtypes());
        dtype.setCellFactory(ignored -> new DtypeCell());
        dtype.valueProperty().bindBidirectional(model.dtype());
        dtypeHint.textProperty().bind(inWords(model.dtype(), PrecisionWords::chosen));
        WholeNumbers.bind(percentage, model.percentage(), new WholeNumbers.Range(0, 100, 5));
        WholeNumbers.bind(
                concurrency,
                model.concurrency(),
                new WholeNumbers.Range(1, EntityViewModel.MOST_CONCURRENT, 1));
        WholeNumbers.bind(
                context, model.contextLength(), new WholeNumbers.Range(0, MOST_CONTEXT, 128));
        WholeNumbers.bind(
                memoryLimit, model.memoryLimitMb(), new WholeNumbers.Range(0, MOST_MEGABYTES, 256));
        name.textProperty().bindBidirectional(model.name());
        environment.textProperty().bindBidirectional(model.environment());
        size.textProperty().bind(model.concurrency().map(ignored -> model.workloadSizeInWords()));
        model.version().subscribe(this::versionChosen);
        versionChosen();
        fitSlot.getChildren().add(memory);
        model.need().subscribe(this::price);
    }

    @Override
    public VBox root() {
        return root;
    }

    @Override
    public void place(int number, boolean removable) {
        title.setText(texts.get("form.entity", number));
        remove.setVisible(removable);
        remove.setManaged(removable);
        percentage.setDisable(!removable);
    }

    private void versionChosen() {
        name.setPromptText(model.defaultName());
        if (!dtype.getItems().equals(model.dtypes())) {
            dtype.getItems().setAll(model.dtypes());
        }
        boolean writes = model.inspection().filter(found -> found.task().writes()).isPresent();
        draftField.setVisible(writes);
        draftField.setManaged(writes);
        int most = model.inspection().map(found -> found.contextLength()).orElse(0);
        contextHint.setText(texts.get("form.context.own", most));
        contextField.setVisible(most > 0);
        contextField.setManaged(most > 0);
    }

    private String words(DraftChoice choice) {
        ServedEntity.Draft chosen = choice.draft();
        return chosen == null
                ? texts.get("form.draft.none")
                : texts.get(
                        choice.holds() == null ? "form.draft.gone" : "form.draft.version",
                        chosen.model(),
                        chosen.version());
    }

    private void price(Optional<MemoryEstimate> now) {
        memory.setVisible(now.isPresent());
        now.ifPresent(need ->
                memory.show(
                        need.weights(),
                        need.keyValueCache(),
                        need.overhead(),
                        model.device().get().freeBytes()));
    }

    private StringBinding inWords(
            ObservableValue<String> of, BiFunction<PrecisionWords, String, String> words) {
        return Bindings.createStringBinding(
                () -> of.getValue() == null ? "" : words.apply(model.precisions(), of.getValue()),
                of,
                model.version(),
                model.device(),
                model.memorySpeed(),
                model.quality());
    }

    /** In the list each data type says what it means; chosen, its name is enough. */
    private final class DtypeCell extends ListCell<String> {

        DtypeCell() {
            textProperty().bind(inWords(itemProperty(), PrecisionWords::inList));
        }
    }
}
