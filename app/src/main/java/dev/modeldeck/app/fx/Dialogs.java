package dev.modeldeck.app.fx;

import dev.modeldeck.engine.kernel.Problem;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import java.util.Optional;

/** Short questions and messages in front of a window. They wait for the answer. */
public final class Dialogs {

    private static final double WIDTH = 420;

    private Dialogs() {}

    /** Asks before something that can be undone. */
    public static boolean confirm(Window owner, String title, String message, String action) {
        return ask(owner, title, message, action, "accent");
    }

    /** Asks before something that cannot be undone. */
    public static boolean confirmDanger(Window owner, String title, String message, String action) {
        return ask(owner, title, message, action, "danger");
    }

    /** Says what went wrong and what to do next. */
    public static void show(Window owner, Problem problem) {
        ButtonType close = new ButtonType(Texts.common().get("close"), ButtonData.OK_DONE);
        Dialog<ButtonType> dialog = dialog(owner, Texts.headline(problem));
        dialog.getDialogPane().getButtonTypes().add(close);
        dialog.getDialogPane().setContent(body(Texts.headline(problem), text(problem.message())));
        dialog.showAndWait();
    }

    /** Shows something to read, as large as it wants to be. */
    public static void show(Window owner, String title, Node content) {
        ButtonType close = new ButtonType(Texts.common().get("close"), ButtonData.OK_DONE);
        Dialog<ButtonType> dialog = dialog(owner, title);
        dialog.getDialogPane().setPrefWidth(Region.USE_COMPUTED_SIZE);
        dialog.getDialogPane().getButtonTypes().add(close);
        dialog.getDialogPane().setContent(body(title, content));
        dialog.showAndWait();
    }

    /** Asks for a line of text; empty when the person cancels. */
    public static Optional<String> askText(
            Window owner, String title, String prompt, String initial) {
        ButtonType ok = new ButtonType(Texts.common().get("ok"), ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(Texts.common().get("cancel"), ButtonData.CANCEL_CLOSE);
        TextField field = new TextField(initial);
        field.setPromptText(prompt);
        Dialog<String> dialog = dialog(owner, title);
        dialog.getDialogPane().getButtonTypes().addAll(cancel, ok);
        dialog.getDialogPane().setContent(body(title, field));
        dialog.getDialogPane().lookupButton(ok).getStyleClass().add("accent");
        dialog.setOnShown(event -> field.requestFocus());
        dialog.setResultConverter(button -> button == ok ? field.getText() : null);
        return dialog.showAndWait();
    }

    /** Shows something to fill in, as large as it wants to be; the action waits until it may. */
    public static boolean ask(
            Window owner,
            String title,
            Node content,
            String action,
            ObservableBooleanValue allowed) {
        ButtonType use = new ButtonType(action, ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(Texts.common().get("cancel"), ButtonData.CANCEL_CLOSE);
        Dialog<ButtonType> dialog = dialog(owner, title);
        dialog.getDialogPane().setPrefWidth(Region.USE_COMPUTED_SIZE);
        dialog.getDialogPane().getButtonTypes().addAll(cancel, use);
        dialog.getDialogPane().setContent(body(title, content));
        Button button = (Button) dialog.getDialogPane().lookupButton(use);
        button.getStyleClass().add("accent");
        button.disableProperty().bind(Bindings.not(allowed));
        return dialog.showAndWait().filter(use::equals).isPresent();
    }

    private static boolean ask(
            Window owner, String title, String message, String action, String style) {
        ButtonType yes = new ButtonType(action, ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(Texts.common().get("cancel"), ButtonData.CANCEL_CLOSE);
        Dialog<ButtonType> dialog = dialog(owner, title);
        dialog.getDialogPane().getButtonTypes().addAll(cancel, yes);
        dialog.getDialogPane().setContent(body(title, text(message)));
        Button button = (Button) dialog.getDialogPane().lookupButton(yes);
        button.getStyleClass().add(style);
        button.setDefaultButton(!"danger".equals(style));
        return dialog.showAndWait().filter(yes::equals).isPresent();
    }

    private static <R> Dialog<R> dialog(Window owner, String title) {
        Dialog<R> dialog = new Dialog<>();
        dialog.initOwner(owner);
        dialog.setTitle(title);
        dialog.getDialogPane().getStyleClass().add("ask");
        dialog.getDialogPane().setPrefWidth(WIDTH);
        // Window managers bring the first dialog up at its least height, and it stays so.
        dialog.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
        Look.inherit(dialog.getDialogPane(), owner.getScene());
        return dialog;
    }

    private static VBox body(String title, Node content) {
        Label headline = new Label(title);
        headline.getStyleClass().add("dialog-title");
        headline.setWrapText(true);
        VBox box = new VBox(headline, content);
        box.getStyleClass().add("stack-8");
        return box;
    }

    private static Label text(String message) {
        Label label = new Label(message);
        label.setWrapText(true);
        label.getStyleClass().add("muted");
        return label;
    }
}
