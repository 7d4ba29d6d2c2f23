package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The playground without a mouse; keys go where the focus is. */
class PlaygroundKeysTest {

    @TempDir Path folder;

    private final FakeEngine engine = new FakeEngine();
    private PlaygroundViewModel model;
    private TabPreview preview;

    @BeforeEach
    void open() {
        preview =
                TabPreview.show(
                        Look.LIGHT,
                        () -> {
                            model =
                                    new PlaygroundViewModel(
                                            new Work(),
                                            engine,
                                            new ConversationStore(folder),
                                            "me",
                                            endpoint ->
                                                    endpoint.name().value().equals("tensors")
                                                            ? new ColumnKind.Json(
                                                                    TableViewModelTest.kind()
                                                                            .inspection())
                                                            : new ColumnKind.Chat());
                            PlaygroundView view =
                                    new PlaygroundView(
                                            model,
                                            new PlaygroundView.Ways(
                                                    name -> {},
                                                    () -> {},
                                                    new CodeDialog(() ->
                                                            new SampleGateway(
                                                                    URI.create(
                                                                            "http://127.0.0.1:1"),
                                                                    false)),
                                                    FileChoice.ofPlatform()));
                            model.offer(List.of(FakeEngine.endpoint("chat", EndpointState.READY)));
                            return view.root();
                        });
        TabPreview.onFx(() -> {
            prompt().requestFocus();
            return true;
        });
    }

    @AfterEach
    void close() {
        preview.close();
        TabPreview.onFx(() -> {
            model.close();
            return true;
        });
    }

    @Test
    void control_enter_sends_and_control_n_begins_anew() {
        type("What is an endpoint?");
        press(KeyCode.ENTER, true);
        preview.waitFor(() -> !engine.calls.isEmpty() && !model.running().get());
        assertThat(messages()).isEqualTo(2);
        press(KeyCode.N, true);
        assertThat(messages()).isZero();
        assertThat(focused()).isSameAs(prompt());
    }

    @Test
    void escape_stops_the_answer_wherever_the_focus_is() throws Exception {
        engine.endless = true;
        type("Go on for ever");
        press(KeyCode.ENTER, true);
        assertThat(engine.begun.await(10, TimeUnit.SECONDS)).isTrue();
        press(KeyCode.ESCAPE, false);
        preview.waitFor(() -> !model.running().get());
        assertThat(TabPreview.onFx(() -> model.columns().getFirst().messages().getLast()))
                .satisfies(answer -> assertThat(answer.problem().get()).isEqualTo("Stopped."));
    }

    @Test
    void without_an_endpoint_the_prompt_is_not_lost() {
        TabPreview.onFx(() -> {
            model.columns().getFirst().endpoint().set("");
            return true;
        });
        type("Is anybody there?");
        press(KeyCode.ENTER, true);
        assertThat(engine.calls).isEmpty();
        assertThat(model.prompt().get()).isEqualTo("Is anybody there?");
    }

    @Test
    void what_was_filled_in_is_still_there_after_a_look_at_the_raw_call() {
        Node before = preview.find(".welcome", Node.class);
        ToggleButton raw =
                (ToggleButton)
                        TabPreview.onFx(() ->
                                preview
                                        .stage()
                                        .getScene()
                                        .getRoot()
                                        .lookupAll(".toggle-button")
                                        .stream()
                                        .filter(each -> each.getParent() != null)
                                        .filter(each ->
                                                "Raw: the exact request and answer"
                                                        .equals(each.getAccessibleText()))
                                        .findFirst()
                                        .orElseThrow());
        TabPreview.onFx(() -> {
            raw.fire();
            raw.fire();
            return true;
        });
        assertThat(preview.find(".welcome", Node.class)).isSameAs(before);
    }

    @Test
    void tab_leads_from_the_prompt_through_what_belongs_to_it() {
        type("Something");
        List<String> order = new ArrayList<>();
        TabPreview.onFx(() -> {
            for (int i = 0; i < 4; i++) {
                focused().requestFocusTraversal(TraversalDirection.NEXT);
                order.add(focused().getId());
            }
            return true;
        });
        assertThat(order).containsExactly("attach", "editLast", "regenerate", "send");
    }

    @Test
    void control_enter_in_the_editor_sends_its_body_and_control_tab_leaves_it() {
        TabPreview.onFx(() -> {
            model.offer(
                    List.of(
                            FakeEngine.endpoint("chat", EndpointState.READY),
                            FakeEngine.endpoint("tensors", EndpointState.READY)));
            model.prompt().set("Not this");
            model.addColumn();
            return true;
        });
        preview.waitFor(() -> preview.stage().getScene().lookup(".code-area") != null);
        Node editor = preview.find(".code-area", Node.class);
        TabPreview.onFx(() -> {
            editor.requestFocus();
            return true;
        });
        press(KeyCode.ENTER, true);
        preview.waitFor(() -> !engine.calls.isEmpty() && !model.running().get());
        assertThat(engine.calls)
                .extracting(call -> call.endpoint() + " " + call.dialect())
                .containsExactly("tensors databricks");
        assertThat(focused()).isSameAs(editor);
        press(KeyCode.TAB, true);
        assertThat(focused()).isNotSameAs(editor);
        preview.picture("playground-json");
    }

    private void type(String text) {
        TabPreview.onFx(() -> {
            prompt().setText(text);
            return true;
        });
    }

    private int messages() {
        return TabPreview.onFx(() -> model.columns().getFirst().messages().size());
    }

    private TextArea prompt() {
        return (TextArea) preview.stage().getScene().lookup("#prompt");
    }

    private Node focused() {
        return preview.stage().getScene().getFocusOwner();
    }

    private void press(KeyCode code, boolean control) {
        TabPreview.onFx(() -> {
            Event.fireEvent(
                    focused(),
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
            return true;
        });
    }
}
