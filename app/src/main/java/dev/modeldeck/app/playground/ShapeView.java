package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.ObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.util.Optional;

/** In which format answers come, and which tools there are. */
final class ShapeView extends VBox {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final ObjectProperty<Shape> shape;
    private final Texts texts;
    private final ComboBox<Shape.Format> format = new ComboBox<>();
    private final Button schema = new Button();
    private final Label schemaState = state();
    private final Button tools = new Button();
    private final Label toolsState = state();

    ShapeView(ObjectProperty<Shape> shape, Texts texts) {
        this.shape = shape;
        this.texts = texts;
        getStyleClass().add("stack-12");
        format.setId("format");
        schema.setId("schema");
        tools.setId("tools");
        HBox.setHgrow(format, Priority.ALWAYS);
        schema.setMinWidth(USE_PREF_SIZE);
        tools.setMinWidth(USE_PREF_SIZE);
        HBox toolRow = new HBox(8, tools, toolsState);
        toolRow.setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        field("format", format, new HBox(8, format, schema), schemaState),
                        field("tools", tools, toolRow));
        offer();
        schema.setOnAction(event -> editSchema());
        tools.setOnAction(event -> editTools());
        shape.subscribe(this::show);
    }

    private VBox field(String name, Node control, Node... nodes) {
        Label label = new Label(texts.get("parameter." + name));
        label.getStyleClass().add("field-label");
        label.setLabelFor(control);
        VBox field = new VBox(label);
        field.getChildren().addAll(nodes);
        field.getStyleClass().add("field");
        return field;
    }

    private static Label state() {
        Label label = new Label();
        label.getStyleClass().addAll("caption", "shape-state");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private void offer() {
        format.setMaxWidth(Double.MAX_VALUE);
        format.getItems().setAll(Shape.Format.values());
        format.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(Shape.Format each) {
                        return each == null ? "" : texts.get("format." + each);
                    }

                    @Override
                    public Shape.Format fromString(String words) {
                        throw new UnsupportedOperationException("formats are chosen");
                    }
                });
        schema.managedProperty().bind(schema.visibleProperty());
        format.valueProperty()
                .addListener((value, before, now) -> shape.set(shape.get().withFormat(now)));
    }

    private void show(Shape now) {
        format.setValue(now.format());
        boolean held = now.format() == Shape.Format.SCHEMA;
        schema.setVisible(held);
        schema.setText(texts.get(now.schema().isBlank() ? "schema.write" : "schema.edit"));
        schemaState.setVisible(held);
        if (held) {
            tell(schemaState, JsonCheck.schema(now.schema()), JsonCheck.properties(now.schema()));
        }
        tools.setText(texts.get(now.tools().isBlank() ? "tools.add" : "tools.edit"));
        toolsState.setVisible(!now.tools().isBlank());
        tell(toolsState, JsonCheck.tools(now.tools()), JsonCheck.toolNames(now.tools()));
    }

    private void tell(Label state, Optional<String> complaint, String otherwise) {
        state.setText(complaint.map(c -> texts.get("shape.unsent", c)).orElse(otherwise));
        state.pseudoClassStateChanged(WRONG, complaint.isPresent());
    }

    private void editSchema() {
        new JsonDialog("schema", texts, JsonCheck::schema)
                .ask(getScene().getWindow(), shape.get().schema())
                .ifPresent(text -> shape.set(shape.get().withSchema(text)));
    }

    private void editTools() {
        new JsonDialog("tools", texts, JsonCheck::tools)
                .ask(getScene().getWindow(), shape.get().tools())
                .ifPresent(text -> shape.set(shape.get().withTools(text)));
    }
}
