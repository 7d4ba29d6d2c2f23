package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.PillRow;
import dev.modeldeck.app.fx.Texts;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;

/** How one proves who one is: the ways as a row, and the fields of the chosen one. */
final class AuthPane extends VBox {

    private final Texts texts = Texts.of("connections");
    private final AccessViewModel model;
    private final HBox fields = new HBox(12);
    private final HBox tokens = new HBox(12);

    AuthPane(AccessViewModel model) {
        this.model = model;
        getStyleClass().add("stack-12");
        PillRow<AuthKind> kinds =
                new PillRow<>(List.of(AuthKind.values()), kind -> texts.get("auth." + kind));
        kinds.setId("auth");
        kinds.valueProperty().bindBidirectional(model.auth());
        fields.managedProperty().bind(fields.visibleProperty());
        tokens.getChildren()
                .addAll(
                        plain("OAUTH.tokenAddress", AccessViewModel.Text.TOKEN_ADDRESS),
                        plain("OAUTH.tokenScope", AccessViewModel.Text.TOKEN_SCOPE));
        tokens.managedProperty().bind(tokens.visibleProperty());
        tokens.visibleProperty().bind(model.auth().isEqualTo(AuthKind.OAUTH));
        getChildren().addAll(kinds, fields, tokens);
        model.auth().subscribe(this::show);
    }

    private void show(AuthKind kind) {
        fields.getChildren().clear();
        fields.setVisible(kind != AuthKind.NONE);
        if (kind == AuthKind.NONE) {
            return;
        }
        if (kind.named()) {
            TextField name = new TextField();
            name.textProperty().bindBidirectional(model.name(kind));
            fields.getChildren().add(field("auth." + kind + ".name", name, name));
        }
        SecretField secret = new SecretField(model.secret(kind));
        secret.field().setId("secret");
        fields.getChildren().add(field("auth." + kind + ".secret", secret, secret.field()));
        if (kind == AuthKind.AWS) {
            fields.getChildren().add(plain("AWS.region", AccessViewModel.Text.REGION));
        }
    }

    private VBox plain(String key, AccessViewModel.Text which) {
        TextField text = new TextField();
        text.setPromptText(texts.get("auth." + key + ".prompt"));
        text.textProperty().bindBidirectional(model.text(which));
        return field("auth." + key, text, text);
    }

    private VBox field(String key, Node node, Node labelled) {
        Label label = new Label(texts.get(key));
        label.getStyleClass().add("field-label");
        label.setLabelFor(labelled);
        VBox box = new VBox(label, node);
        box.getStyleClass().add("field");
        box.setPrefWidth(1); // equal shares
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }
}
