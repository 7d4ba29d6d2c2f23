package dev.modeldeck.app.connections;

import dev.modeldeck.app.connections.AccessViewModel.Text;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Texts;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** What few connections need: headers, a proxy, certificates, patience. */
final class NetworkPane extends VBox {

    private final Texts texts = Texts.of("connections");
    private final AccessViewModel model;
    private final FileChoice files;
    private final VBox headers = new VBox();

    NetworkPane(AccessViewModel model, FileChoice files) {
        this.model = model;
        this.files = files;
        getStyleClass().add("stack-16");
        headers.getStyleClass().add("stack-8");
        getChildren()
                .addAll(
                        headerPart(),
                        row(
                                field("network.PROXY", text(Text.PROXY)),
                                field("network.PROXY_USER", text(Text.PROXY_USER)),
                                secret("network.proxyPassword", model.proxyPassword())),
                        field("network.AUTHORITIES", file(Text.AUTHORITIES)),
                        row(
                                field("network.CERTIFICATE", file(Text.CERTIFICATE)),
                                secret("network.certificatePassword", model.certificatePassword())),
                        row(
                                field("network.CONNECT", text(Text.CONNECT)),
                                field("network.SILENCE", text(Text.SILENCE)),
                                field("network.ATTEMPTS", text(Text.ATTEMPTS))));
        model.headers().subscribe(this::drawHeaders);
        drawHeaders();
    }

    private Node headerPart() {
        Label label = label("network.headers");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button add = new Button(texts.get("network.headers.add"), new FontIcon("fth-plus"));
        add.getStyleClass().addAll("flat", "small");
        add.setOnAction(event -> model.addHeader());
        HBox head = new HBox(label, space, add);
        head.getStyleClass().add("row-8");
        return new VBox(4, head, headers);
    }

    private void drawHeaders() {
        headers.getChildren().setAll(model.headers().stream().map(this::header).toList());
        headers.setManaged(!model.headers().isEmpty());
    }

    private Node header(HeaderViewModel header) {
        TextField name = new TextField();
        name.setPromptText(texts.get("network.headers.name"));
        name.setAccessibleText(texts.get("network.headers.name"));
        name.textProperty().bindBidirectional(header.name());
        SecretField value = new SecretField(header.value(), "network.headers.prompt");
        value.field().setAccessibleText(texts.get("network.headers.value"));
        HBox.setHgrow(value, Priority.ALWAYS);
        Button remove = new Button(null, new FontIcon("fth-trash-2"));
        remove.getStyleClass().addAll("flat", "button-icon");
        remove.setAccessibleText(texts.get("network.headers.remove"));
        remove.setOnAction(event -> model.headers().remove(header));
        HBox row = new HBox(name, value, remove);
        row.getStyleClass().add("row-8");
        return row;
    }

    private TextField text(Text which) {
        TextField field = new TextField();
        field.setId("network-" + which);
        if (which == Text.PROXY) {
            field.setPromptText(texts.get("network.PROXY.prompt"));
        }
        field.textProperty().bindBidirectional(model.text(which));
        return field;
    }

    private HBox file(Text which) {
        TextField path = text(which);
        HBox.setHgrow(path, Priority.ALWAYS);
        Button choose = new Button(texts.get("network.choose"));
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setAccessibleHelp(texts.get("network." + which));
        choose.setOnAction(event ->
                files.file(getScene().getWindow(), texts.get("network." + which))
                        .ifPresent(file -> model.text(which).set(file.toString())));
        HBox box = new HBox(path, choose);
        box.getStyleClass().add("row-8");
        return box;
    }

    private VBox secret(String key, SecretViewModel secret) {
        SecretField field = new SecretField(secret);
        return field(key, field, field.field());
    }

    private VBox field(String key, Node node) {
        return field(key, node, node);
    }

    private VBox field(String key, Node node, Node labelled) {
        Label label = label(key);
        label.setLabelFor(labelled);
        VBox box = new VBox(label, node);
        box.getStyleClass().add("field");
        return box;
    }

    private Label label(String key) {
        Label label = new Label(texts.get(key));
        label.getStyleClass().add("field-label");
        return label;
    }

    private static HBox row(VBox... fields) {
        HBox row = new HBox(12, fields);
        for (VBox field : fields) {
            field.setPrefWidth(1); // equal shares
            HBox.setHgrow(field, Priority.ALWAYS);
        }
        return row;
    }
}
