package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;

import javafx.scene.control.Button;
import javafx.scene.control.DialogPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class CodeDialogTest {

    private static final double HEIGHT = 460;

    /** Window managers give the first dialog of a program its least height, and it keeps it. */
    @Test
    void the_code_is_in_sight_even_where_the_window_is_as_small_as_it_can_be() {
        CodeDialog code =
                new CodeDialog(() -> new SampleGateway(URI.create("http://127.0.0.1:1"), false));
        ColumnViewModel column =
                new ColumnViewModel(
                        new Work(),
                        new Asking(new FakeEngine(), "me", new PictureFiles(Path.of("none"))),
                        () -> {});
        column.endpoint().set("chat");
        try (TabPreview preview = TabPreview.show(Look.LIGHT, StackPane::new)) {
            Fx.later(() ->
                    code.show(
                            preview.stage(),
                            column,
                            Parameters.defaults(),
                            new Prompt("", List.of())));
            preview.waitFor(() -> dialog().map(Region::getHeight).filter(h -> h > 0).isPresent());
            double least =
                    TabPreview.onFx(() -> {
                        DialogPane pane = dialog().orElseThrow();
                        double height = pane.minHeight(pane.getWidth());
                        ((Button) pane.lookup(".button-bar .button")).fire();
                        return height;
                    });
            assertThat(least).isGreaterThan(HEIGHT);
        }
    }

    private static Optional<DialogPane> dialog() {
        return Window.getWindows().stream()
                .map(window -> window.getScene().getRoot())
                .filter(DialogPane.class::isInstance)
                .map(DialogPane.class::cast)
                .findFirst();
    }
}
