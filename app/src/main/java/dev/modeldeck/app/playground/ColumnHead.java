package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.Light;
import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.Optional;

/**
 * Which endpoint a column asks, how it is, and what else can be done. Where there is little room
 * the endpoint's name gets it: the state is a dot, and the buttons are a menu.
 */
final class ColumnHead extends HBox {

    private static final double NARROW = 380;
    private static final double PICKER_MIN = 112;
    private static final double PICKER_MAX = 260;

    private final ComboBox<String> picker = new ComboBox<>();
    private final StatusPill state = new StatusPill();
    private final Tooltip stateInWords = new Tooltip();
    private final ToggleButton raw = new ToggleButton(null, new FontIcon("fth-code"));
    private final HBox buttons = new HBox();
    private final MenuButton menu = new MenuButton(null, new FontIcon("fth-more-horizontal"));
    private final Button close;
    private final MenuItem closeItem;

    ColumnHead(Texts texts, Runnable onCode, Runnable onClose) {
        getStyleClass().add("column-head");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(6);
        picker.getStyleClass().add("endpoint-picker");
        picker.setMinWidth(PICKER_MIN);
        picker.setMaxWidth(PICKER_MAX);
        picker.setAccessibleText(texts.get("endpoint"));
        picker.setPromptText(texts.get("endpoint.none"));
        setHgrow(picker, Priority.ALWAYS);
        raw.getStyleClass().addAll("button-icon", "flat");
        raw.setTooltip(new Tooltip(texts.get("raw")));
        raw.setAccessibleText(texts.get("raw"));
        close = icon("fth-x", texts.get("column.close"), onClose);
        close.setId("close");
        close.managedProperty().bind(close.visibleProperty());
        buttons.getChildren().addAll(raw, icon("fth-terminal", texts.get("code"), onCode), close);
        CheckMenuItem rawItem = new CheckMenuItem(texts.get("raw.short"));
        rawItem.selectedProperty().bindBidirectional(raw.selectedProperty());
        closeItem = item(texts.get("column.close"), onClose);
        closeItem.visibleProperty().bind(close.visibleProperty());
        menu.getItems().addAll(rawItem, item(texts.get("code"), onCode), closeItem);
        menu.getStyleClass().addAll("button-icon", "flat", "no-arrow", "column-menu");
        menu.setAccessibleText(texts.get("column.more"));
        Region space = new Region();
        setHgrow(space, Priority.SOMETIMES);
        getChildren().addAll(picker, state, space, buttons, menu);
        widthProperty().subscribe(width -> fold(width.doubleValue() < NARROW));
    }

    ComboBox<String> picker() {
        return picker;
    }

    /** Whether the exact request and answer are shown. */
    BooleanProperty raw() {
        return raw.selectedProperty();
    }

    void closable(boolean now) {
        close.setVisible(now);
    }

    void offer(List<String> names) {
        if (!names.equals(picker.getItems())) {
            // A box that has something chosen keeps its place in the list, whatever comes there.
            picker.setValue(null);
            picker.getItems().setAll(names);
        }
    }

    void show(String endpoint, Optional<Light> status) {
        picker.setValue(endpoint.isEmpty() ? null : endpoint);
        state.setVisible(status.isPresent());
        status.ifPresent(now -> {
            state.show(now);
            stateInWords.setText(now.words());
        });
    }

    private void fold(boolean narrow) {
        state.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        state.setTooltip(narrow ? stateInWords : null);
        shown(buttons, !narrow);
        shown(menu, narrow);
    }

    private static void shown(Region region, boolean now) {
        region.setVisible(now);
        region.setManaged(now);
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static Button icon(String literal, String words, Runnable action) {
        Button button = new Button(null, new FontIcon(literal));
        button.getStyleClass().addAll("button-icon", "flat");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        button.setOnAction(event -> action.run());
        return button;
    }
}
