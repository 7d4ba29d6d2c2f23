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
        switch (phase) {
            case Phase.Idle _, Phase.Asking _ -> actions.getChildren().clear();
            case Phase.Unpriced _, Phase.Failed _ -> offer(texts.get("cards.price"), model::price);
            case Phase.Priced(String _, String action) ->
                    offer(action, model::fetch).getStyleClass().add("accent");
            case Phase.Fetching _ -> offer(texts.get("cards.cancel"), model::cancel);
            case Phase.Present _ -> offer(texts.get("cards.remove"), this::remove);
        }
        show(actions, !actions.getChildren().isEmpty());
    }

    private Button offer(String text, Runnable action) {
        Button button = new Button(text);
        button.setId("cudaAction");
        button.setOnAction(event -> action.run());
        actions.getChildren().setAll(button);
        return button;
    }

    private void remove() {
        if (Dialogs.confirm(
                getScene().getWindow(),
                texts.get("cards.remove.title"),
                texts.get("cards.remove.text"),
                texts.get("cards.remove.yes"))) {
            model.remove();
        }
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
