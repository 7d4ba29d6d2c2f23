package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.DayWords;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.JournalEntry;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Every change: when, who, what, before and after; and where aliases pointed at a time. */
final class JournalPane extends VBox {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final double WHEN = 165;
    private static final double TIME_WIDTH = 70;
    private static final double WHO = 90;
    private static final double WHAT = 190;
    private static final double BEFORE = 100;
    private static final double AFTER = 220;
    private static final double THEN_WIDTH = 160;
    private static final double DATE_WIDTH = 140;

    private final Texts texts = Texts.of("models");
    private final ModelViewModel model;
    private final TableView<JournalEntry> table = new TableView<>();
    private final DatePicker day = new DatePicker(LocalDate.now());
    private final TextField time = new TextField();
    private final FlowPane then = new FlowPane();

    JournalPane(ModelViewModel model) {
        this.model = model;
        getStyleClass().addAll("stack-8", "journal");
        table.setItems(model.journal());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label(texts.get("journal.empty")));
        addColumn("journal.when", entry -> Formats.moment(entry.at()), WHEN).setMaxWidth(WHEN);
        addColumn("journal.who", JournalEntry::who, WHO).setMaxWidth(WHO);
        addColumn("journal.what", this::what, WHAT);
        addWhole("journal.before", JournalEntry::before, BEFORE);
        addWhole("journal.after", JournalEntry::after, AFTER);
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(table, stateAt());
    }

    private HBox stateAt() {
        Label label = new Label(texts.get("journal.stateAt"));
        label.getStyleClass().add("muted");
        label.setMinWidth(USE_PREF_SIZE);
        day.setPrefWidth(DATE_WIDTH);
        day.setConverter(new DayWords());
        day.setAccessibleText(texts.get("journal.stateAt"));
        time.setPrefWidth(TIME_WIDTH);
        time.setPromptText(texts.get("journal.latest"));
        time.setAccessibleText(texts.get("journal.time"));
        Button show = new Button(texts.get("journal.show"));
        show.setId("state-at");
        show.setMinWidth(USE_PREF_SIZE);
        show.setOnAction(event -> ask());
        time.setOnAction(event -> ask());
        then.getStyleClass().add("chips");
        then.setPrefWrapLength(THEN_WIDTH);
        HBox.setHgrow(then, Priority.ALWAYS);
        HBox box = new HBox(label, day, time, show, then);
        box.getStyleClass().add("row-8");
        return box;
    }

    private void ask() {
        LocalDate date = day.getValue();
        if (date == null) {
            say(texts.get("journal.noDay"), "complaint");
            return;
        }
        try {
            Instant when = date.atTime(end()).atZone(ZoneId.systemDefault()).toInstant();
            model.aliasesAt(when, this::showThen);
        } catch (DateTimeParseException e) {
            say(texts.get("journal.badTime"), "complaint");
        }
    }

    /** Of the minute that was named, or of the day: what was done in it belongs to it. */
    private LocalTime end() {
        String named = time.getText().strip();
        return named.isEmpty()
                ? LocalTime.MAX
                : LocalTime.parse(named, TIME).plusMinutes(1).minusNanos(1);
    }

    private void showThen(TreeMap<String, Optional<Integer>> found) {
        then.getChildren().clear();
        found.forEach((alias, version) ->
                version.ifPresent(
                        number -> then.getChildren().add(Chips.alias(texts, alias, number))));
        if (then.getChildren().isEmpty()) {
            say(texts.get("journal.noAlias"), "muted");
        }
    }

    private void say(String words, String style) {
        Label label = new Label(words);
        label.getStyleClass().add(style);
        then.getChildren().setAll(label);
    }

    private String what(JournalEntry entry) {
        String of = entry.version() == null ? "" : texts.get("journal.of", entry.version());
        return texts.get("journal." + entry.what(), entry.subject()) + of;
    }

    /** What may be long: a line of it in the cell, all of it in its tooltip. */
    private void addWhole(
            String title, Function<JournalEntry, @Nullable String> value, double width) {
        addColumn(title, entry -> shortened(value.apply(entry)), width)
                .setCellFactory(ignored -> new WholeCell(value));
    }

    private TableColumn<JournalEntry, String> addColumn(
            String title, Function<JournalEntry, String> value, double width) {
        TableColumn<JournalEntry, String> column = new TableColumn<>(texts.get(title));
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        column.setMinWidth(width);
        table.getColumns().add(column);
        return column;
    }

    private static String shortened(@Nullable String text) {
        return text == null ? "–" : text.lines().findFirst().orElse("");
    }

    private static final class WholeCell extends TableCell<JournalEntry, String> {

        private final Function<JournalEntry, @Nullable String> whole;

        WholeCell(Function<JournalEntry, @Nullable String> whole) {
            this.whole = whole;
        }

        @Override
        protected void updateItem(@Nullable String line, boolean empty) {
            super.updateItem(line, empty);
            setText(empty ? null : line);
            JournalEntry entry = empty ? null : getTableRow().getItem();
            String text = entry == null ? null : whole.apply(entry);
            setTooltip(text == null || text.isBlank() ? null : new Tooltip(text));
        }
    }
}
