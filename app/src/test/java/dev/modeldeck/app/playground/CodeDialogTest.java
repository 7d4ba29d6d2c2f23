package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;

import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Optional;

class CodeDialogTest {

    @Test
    void the_code_is_there_from_the_first_time_on() {
        CodeDialog code =
                new CodeDialog(() -> new SampleGateway(URI.create("http://127.0.0.1:1"), false));
        ColumnViewModel column = new ColumnViewModel(new Work(), new FakeEngine(), "me", () -> {});
        column.endpoint().set("chat");
        try (TabPreview preview = TabPreview.show(Look.LIGHT, StackPane::new)) {
            for (int time = 1; time <= 2; time++) {
                Fx.later(() -> code.show(preview.stage(), column, Parameters.defaults(), ""));
                preview.waitFor(() -> tabs(preview).isPresent());
                TabPreview.onFx(() -> true);
                TabPreview.onFx(() -> true);
                Region shown = TabPreview.onFx(() -> tabs(preview).orElseThrow());
                System.err.println(
                        "code "
                                + time
                                + ": "
                                + shown.getWidth()
                                + "x"
                                + shown.getHeight()
                                + " "
                                + shown.getScene().getWindow().getWidth()
                                + "x"
                                + shown.getScene().getWindow().getHeight());
                TabPreview.onFx(() -> {
                    ((Button) shown.getScene().lookup(".button-bar .button")).fire();
                    return true;
                });
                assertThat(shown.getHeight()).isEqualTo(460);
            }
        }
    }

    private static Optional<Region> tabs(TabPreview preview) {
        return Window.getWindows().stream()
                .filter(each -> each != preview.stage() && each.isShowing())
                .flatMap(each -> each.getScene().getRoot().lookupAll(".tab-pane").stream())
                .map(Region.class::cast)
                .filter(tabs -> tabs.getHeight() > 0)
                .findFirst();
    }
}
