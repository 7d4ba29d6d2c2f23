package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.Png;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pictures in the window: attached, pasted, taken out and shown. */
class PlaygroundPicturesViewTest {

    @TempDir Path folder;

    private final FakeEngine engine = new FakeEngine();
    private PlaygroundViewModel model;
    private TabPreview preview;

    private void open(Look look, Path... chosen) {
        preview =
                TabPreview.show(
                        look,
                        () -> {
                            model =
                                    new PlaygroundViewModel(
                                            new Work(),
                                            engine,
                                            new ConversationStore(folder.resolve("kept")),
                                            "me",
                                            endpoint -> new ColumnKind.Chat());
                            CodeDialog code =
                                    new CodeDialog(() ->
                                            new SampleGateway(
                                                    URI.create("http://127.0.0.1:8765"), false));
                            PlaygroundView view =
                                    new PlaygroundView(
                                            model,
                                            new PlaygroundView.Ways(
                                                    name -> {},
                                                    () -> {},
                                                    code,
                                                    new Chosen(List.of(chosen))));
                            model.offer(
                                    List.of(
                                            FakeEngine.endpoint("llava", EndpointState.READY),
                                            FakeEngine.endpoint("pixtral", EndpointState.READY)));
                            return view.root();
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

    @ParameterizedTest
    @EnumSource(Look.class)
    void pictures_are_seen_before_and_after_they_are_sent(Look look) {
        open(look, drawn("harbour.png", 640, 400, 0), drawn("tall.png", 300, 700, 1), webp());
        engine.answer = "A **harbour** in the evening, with two boats.";
        TabPreview.onFx(() -> {
            model.addColumn();
            model.prompt().set("What do these have in common?");
            attach().fire();
            return true;
        });
        preview.waitFor(() -> thumbnails().size() == 3 && loaded() == 2);
        preview.picture("playground-pictures-draft");
        TabPreview.onFx(() -> {
            model.send();
            return true;
        });
        preview.waitFor(() -> !model.running().get() && thumbnails().size() == 6 && loaded() == 4);
        TabPreview.onFx(() -> {
            model.pictures().add(List.of(folder.resolve("none.png")));
            return true;
        });
        preview.waitFor(() -> !model.pictures().problem().get().isEmpty());
        preview.picture("playground-pictures");
        assertThat(engine.calls).hasSize(2);
    }

    @Test
    void they_are_taken_out_with_the_keyboard() {
        open(Look.LIGHT, drawn("a.png", 8, 8, 0), drawn("b.png", 9, 9, 1), drawn("c.png", 7, 7, 2));
        TabPreview.onFx(() -> {
            attach().fire();
            return true;
        });
        preview.waitFor(() -> model.pictures().all().size() == 3);
        TabPreview.onFx(() -> {
            removes().get(1).requestFocus();
            return true;
        });
        press(KeyCode.DELETE, false);
        assertThat(names()).containsExactly("a.png", "c.png");
        assertThat(focused().getAccessibleText()).isEqualTo("Take out c.png");
        // A button hears its keys from the first frame on that shows it.
        preview.waitFor(() -> ((Button) focused()).getSkin() != null);
        press(KeyCode.SPACE, false);
        assertThat(names()).containsExactly("a.png");
        assertThat(focused().getAccessibleText()).isEqualTo("Take out a.png");
        press(KeyCode.BACK_SPACE, false);
        assertThat(names()).isEmpty();
        assertThat(focused().getId()).isEqualTo("prompt");
        assertThat(send().isDisabled()).isTrue();
    }

    @Test
    void a_picture_alone_can_be_sent() {
        open(Look.LIGHT, drawn("a.png", 8, 8, 0));
        assertThat(send().isDisabled()).isTrue();
        TabPreview.onFx(() -> {
            attach().fire();
            return true;
        });
        preview.waitFor(() -> !send().isDisabled() && loaded() == 1);
        assertThat(preview.find(".thumbnail > ImageView", ImageView.class).getLayoutBounds())
                .as("a small one stays small")
                .satisfies(bounds -> {
                    assertThat(bounds.getWidth()).isEqualTo(8);
                    assertThat(bounds.getHeight()).isEqualTo(8);
                });
    }

    @Test
    void a_picture_is_pasted_and_text_beside_one_stays_text() {
        open(Look.LIGHT);
        ClipboardContent picture = new ClipboardContent();
        picture.putImage(painted(20, 10, 0));
        paste(picture);
        preview.waitFor(() -> names().equals(List.of("Pasted picture")));
        ClipboardContent cells = new ClipboardContent();
        cells.putImage(painted(30, 10, 1));
        cells.putString("1\t2");
        paste(cells);
        assertThat(model.prompt().get()).isEqualTo("1\t2");
        ClipboardContent file = new ClipboardContent();
        file.putFiles(List.of(drawn("a.png", 8, 8, 0).toFile()));
        file.putString("a.png");
        paste(file);
        preview.waitFor(() -> names().equals(List.of("Pasted picture", "a.png")));
        assertThat(model.prompt().get()).isEqualTo("1\t2");
    }

    private void paste(ClipboardContent content) {
        TabPreview.onFx(() -> {
            Clipboard.getSystemClipboard().setContent(content);
            preview.stage().getScene().lookup("#prompt").requestFocus();
            return true;
        });
        press(KeyCode.V, true);
    }

    private Path drawn(String name, int width, int height, int hue) {
        return write(name, Png.of(painted(width, height, hue)));
    }

    /** A sky over water. */
    private static WritableImage painted(int width, int height, int hue) {
        TabPreview.startToolkit();
        WritableImage image = new WritableImage(width, height);
        for (int y = 0; y < height; y++) {
            double at = (double) y / height;
            for (int x = 0; x < width; x++) {
                double wave = 0.1 * Math.sin(x * 30.0 / width + y * 0.4);
                image.getPixelWriter()
                        .setColor(
                                x,
                                y,
                                javafx.scene.paint.Color.hsb(
                                        (at < 0.6 ? 30 : 210) + 40 * hue,
                                        0.5,
                                        Math.clamp(at < 0.6 ? 0.95 - at / 2 : 0.6 + wave, 0, 1)));
            }
        }
        return image;
    }

    private Path webp() {
        return write("photo.webp", "RIFF1234WEBPVP8 ".getBytes());
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Node> thumbnails() {
        return preview.stage().getScene().getRoot().lookupAll(".thumbnail");
    }

    private long loaded() {
        return preview.stage().getScene().getRoot().lookupAll(".thumbnail > ImageView").size();
    }

    private List<Button> removes() {
        return preview.stage().getScene().getRoot().lookupAll(".picture-remove").stream()
                .map(Button.class::cast)
                .toList();
    }

    private List<String> names() {
        return model.pictures().all().stream().map(Picture::name).toList();
    }

    private Button attach() {
        return (Button) preview.stage().getScene().lookup("#attach");
    }

    private Button send() {
        return (Button) preview.stage().getScene().lookup("#send");
    }

    private Node focused() {
        return preview.stage().getScene().getFocusOwner();
    }

    private void press(KeyCode code, boolean control) {
        TabPreview.onFx(() -> {
            Node to = focused();
            for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
                Event.fireEvent(to, new KeyEvent(type, "", "", code, false, control, false, false));
            }
            return true;
        });
    }

    /** Chooses always the same files. */
    private record Chosen(List<Path> paths) implements FileChoice {

        @Override
        public List<Path> files(Window owner, String title, String kind, List<String> endings) {
            return paths;
        }

        @Override
        public Optional<Path> folder(Window owner, String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> file(Window owner, String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> save(Window owner, String title, String suggestedName) {
            return Optional.empty();
        }
    }
}
