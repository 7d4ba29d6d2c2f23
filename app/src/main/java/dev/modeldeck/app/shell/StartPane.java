package dev.modeldeck.app.shell;

import dev.modeldeck.app.controls.ProblemPane;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.ui.UiResources;

import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.VBox;

/** The first frame, while the engine starts, and what is shown when it does not. */
public final class StartPane {

    private final Texts texts = Texts.of("shell");
    private final Parent root;
    private final Runnable retry;
    private final Runnable otherFolder;
    private final Runnable quit;

    private final VBox waiting;
    private final VBox failed;
    private final Label doing;
    private final Label home;

    public StartPane(Runnable retry, Runnable otherFolder, Runnable quit) {
        this.retry = retry;
        this.otherFolder = otherFolder;
        this.quit = quit;
        Views.Parts parts = Views.parts("shell/start.fxml");
        this.root = parts.root();
        this.waiting = parts.get("waiting", VBox.class);
        this.failed = parts.get("failed", VBox.class);
        this.doing = parts.get("doing", Label.class);
        this.home = parts.get("home", Label.class);
        parts.get("logo", ImageView.class)
                .setImage(new Image(UiResources.windowIcons().getLast().toExternalForm()));
    }

    public Parent node() {
        return root;
    }

    public void opening(String folder) {
        home.setText(folder);
        doing.setText(texts.get("start.opening"));
        show(true);
    }

    public void closing() {
        doing.setText(texts.get("start.closing"));
        show(true);
    }

    public void failed(Problem problem) {
        ProblemPane pane = new ProblemPane(retry);
        pane.show(problem);
        pane.addAction(button("start.otherFolder", otherFolder));
        pane.addAction(button("start.quit", quit));
        failed.getChildren().setAll(pane);
        show(false);
    }

    private void show(boolean wait) {
        waiting.setVisible(wait);
        failed.setVisible(!wait);
    }

    private Button button(String text, Runnable action) {
        Button button = new Button(texts.get(text));
        button.setOnAction(event -> action.run());
        return button;
    }
}
