package dev.modeldeck.app.settings;

import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.settings.CardsViewModel.Phase;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The cards, a line each, and what can be done about the libraries that they need. */
final class CardsPane extends VBox {

    private final Texts texts = Texts.of("settings");
    private final CardsViewModel model;
    private final VBox cards = new VBox();
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final HBox actions = new HBox();

    CardsPane(CardsViewModel model) {
        this.model = model;
        getStyleClass().addAll("stack-16", "cards");
        cards.getStyleClass().add("stack-4");
        Label title = new Label(texts.get("cards.libraries"));
        title.getStyleClass().add("field-label");
        wrap(words);
        bar.getStyleClass().add("thin");
        bar.setMaxWidth(Double.MAX_VALUE);
        actions.getStyleClass().add("row-8");
        VBox libraries = new VBox(title, words, bar, actions);
        libraries.getStyleClass().add("stack-8");
        getChildren().addAll(cards, libraries);
        model.cards().addListener((ListChangeListener<String>) change -> showCards());
        showCards();
        model.phaseProperty().subscribe(this::show);
    }

    private void showCards() {
        cards.getChildren().setAll(model.cards().stream().map(CardsPane::line).toList());
        if (model.cards().isEmpty()) {
            cards.getChildren().add(line(texts.get("cards.none")));
        }
    }

    private static Label line(String text) {
        Label label = new Label(text);
        wrap(label);
        return label;
    }

    private static void wrap(Label label) {
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
    }

    private void show(Phase phase) {
        words.setText(phase.words());
        words.getStyleClass().setAll("label", phase instanceof Phase.Failed ? "bad" : "muted");
        show(bar, phase instanceof Phase.Fetching || phase instanceof Phase.Asking);
        bar.setProgress(
                phase instanceof Phase.Fetching(String _, double fraction)
                        ? fraction
                        : ProgressBar.INDETERMINATE_PROGRESS);
        actions.getChildren().clear();
        switch (phase) {
            case Phase.Idle _, Phase.Asking _ -> {}
            case Phase.Leftover _ -> offer("remove", model::remove);
            case Phase.Unpriced(String _, boolean begun) -> {
                offer("price", model::price);
                if (begun) {
                    offer("discard", model::remove);
                }
            }
            case Phase.Failed _ -> offer("price", model::price);
            case Phase.Priced(String _, String action) -> {
                Button fetch = offer("fetch", model::fetch);
                fetch.setText(action);
                fetch.getStyleClass().add("accent");
            }
            case Phase.Fetching _ -> offer("cancel", model::cancel);
            case Phase.Present _ -> offer("remove", this::remove);
        }
        show(actions, !actions.getChildren().isEmpty());
    }

    /**
     * @param name of the action, also of its text
     */
    private Button offer(String name, Runnable action) {
        Button button = new Button(texts.get("cards." + name));
        button.setId("cards-" + name);
        button.setOnAction(event -> action.run());
        actions.getChildren().add(button);
        return button;
    }

    private void remove() {
        if (Dialogs.confirmDanger(
                getScene().getWindow(),
                texts.get("cards.remove.title"),
                texts.get("cards.remove.text"),
                texts.get("delete"))) {
            model.remove();
        }
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
