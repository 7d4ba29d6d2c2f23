package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.NewImport;
import dev.modeldeck.engine.RemoteImport.State;
import dev.modeldeck.engine.registry.ModelName;

import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class LeftBehindTest extends WithServer {

    private final Work work = new Work();

    @ParameterizedTest
    @EnumSource(Look.class)
    void what_is_left_of_an_import_whose_server_is_gone_can_be_discarded(Look look) {
        TabPreview.startToolkit();
        CountDownLatch gate = host.hold();
        LeftBehindViewModel model =
                new LeftBehindViewModel(sample.connections, sample.imports, work);
        try (TabPreview preview = TabPreview.show(look, () -> table(model))) {
            StackPane below = preview.find("#below", StackPane.class);
            String id = sample.imports.start(churn());
            preview.waitFor(() ->
                    sample.imports.all().get().getFirst().state()
                                    instanceof State.Fetching(long done, _, _)
                            && done > 0);
            sample.imports.stop(id);
            preview.waitFor(
                    () -> sample.imports.all().get().getFirst().state() instanceof State.Stopped);
            assertThat(model.rows()).isEmpty(); // it can go on
            assertThat(below.getChildren().getFirst().isVisible()).isFalse();
            sample.connections.delete(connection.id());
            preview.waitFor(() -> model.rows().size() == 1);
            preview.picture("connections-left-behind");
            assertThat(below.lookupAll(".label").stream().map(label -> ((Label) label).getText()))
                    .contains("500 bytes fetched");
            Button discard = preview.find("#below .button", Button.class);
            Platform.runLater(discard::fire); // it waits for an answer
            preview.waitFor(() -> answer(preview).isPresent());
            TabPreview.onFx(() -> {
                answer(preview).orElseThrow().fire();
                return true;
            });
            preview.waitFor(() -> model.rows().isEmpty());
            assertThat(sample.imports.all().get()).isEmpty();
            assertThat(below.getChildren().getFirst().isVisible()).isFalse();
        } finally {
            gate.countDown();
            model.close();
            work.close();
        }
    }

    private Parent table(LeftBehindViewModel left) {
        ConnectionsViewModel model = new ConnectionsViewModel(List.of(kind));
        model.offer(SampleConnections.views(5, Instant.now()));
        ConnectionsView view = new ConnectionsView(model, id -> {}, () -> {}, () -> {});
        view.below(new LeftBehindPane(left));
        return view.root();
    }

    private NewImport churn() {
        return new NewImport(
                connection.id(),
                "churn",
                "2",
                ModelName.parse("churn"),
                "models:/churn/2 at " + host.address(),
                "",
                Map.of(),
                List.of());
    }

    private static Optional<Button> answer(TabPreview preview) {
        return Window.getWindows().stream()
                .filter(each -> each != preview.stage() && each.getScene() != null)
                .flatMap(each -> each.getScene().getRoot().lookupAll(".button").stream())
                .map(Button.class::cast)
                .filter(each -> each.getText().equals("Discard"))
                .findFirst();
    }
}
