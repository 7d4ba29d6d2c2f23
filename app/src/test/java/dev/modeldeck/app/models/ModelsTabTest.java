package dev.modeldeck.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.here.FoundModel;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ModelsTabTest {

    @TempDir Path folder;

    private final List<Destination> gone = new ArrayList<>();
    private List<FoundModel> here = List.of();
    private final FakeQuality qualities = new FakeQuality();
    private SampleRegistry sample;
    private ModelsTab tab;

    @BeforeEach
    void open() {
        sample = new SampleRegistry(folder);
    }

    @AfterEach
    void close() {
        // What was asked of the registry must have arrived before its database goes.
        TabPreview.onFx(() -> {
            tab.close();
            return true;
        });
        TabPreview.onFx(() -> true);
        sample.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void an_empty_registry_offers_to_register(Look look) {
        try (TabPreview preview = show(look)) {
            preview.waitFor(() -> lookup(preview, ".empty-state") != null);
            preview.picture("models-empty");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_table_lists_models_and_leads_to_their_pages(Look look) {
        sample.filled();
        try (TabPreview preview = show(look)) {
            preview.waitFor(() -> rows(preview, ".models-table") == 3);
            preview.picture("models");
            go(new Destination.Model(SampleRegistry.CHAT));
            preview.waitFor(() -> shows(preview, "main.default.deck-chat"));
            preview.picture("model");
            go(new Destination.Version(SampleRegistry.CHAT, 2));
            preview.waitFor(() -> shows(preview, "Version 2"));
            preview.waitFor(() -> lookup(preview, ".share-bar") != null);
            preview.picture("version");
            selectTab(preview, 5);
            preview.waitFor(() -> rows(preview, ".journal .table-view") >= 2);
            TabPreview.onFx(() -> press(lookup(preview, "#state-at")));
            preview.waitFor(() -> said(preview).contains("@champion → 2"));
            preview.picture("version-journal");
            TabPreview.onFx(() -> {
                ((DatePicker) lookup(preview, ".journal .date-picker")).setValue(null);
                return press(lookup(preview, "#state-at"));
            });
            assertThat(said(preview)).isEqualTo("Choose a day.");
            selectTab(preview, 1);
            preview.picture("version-files");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_signature_is_shown_as_a_table(Look look) {
        sample.filled();
        try (TabPreview preview = show(look)) {
            go(new Destination.Version(SampleRegistry.TABLE, 1));
            preview.waitFor(() -> shows(preview, "Version 1"));
            selectTab(preview, 2);
            preview.waitFor(() -> rows(preview, ".table-view") == 3);
            preview.picture("version-signature");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_quality_of_data_types_is_measured_on_demand_and_shown_as_a_table(Look look) {
        sample.filled();
        try (TabPreview preview = show(look)) {
            go(new Destination.Version(SampleRegistry.CHAT, 2));
            preview.waitFor(() -> shows(preview, "Version 2"));
            selectTab(preview, 4);
            preview.waitFor(
                    () -> lookup(preview, "#unmeasured") instanceof Node none && none.isVisible());
            preview.picture("version-quality-none");
            TabPreview.onFx(() -> press(lookup(preview, "#measure")));
            preview.waitFor(() -> qualities.asked.get() != null);
            qualities.running("int8", 0.7, "Reading the text");
            preview.waitFor(() -> lookup(preview, "#cancelMeasuring").isVisible());
            assertThat(lookup(preview, "#measure").isDisabled()).isTrue();
            preview.picture("version-quality-running");
            qualities.finished();
            preview.waitFor(() -> rows(preview, ".quality .table-view") == 5);
            preview.picture("version-quality");
            qualities.failed("int4");
            preview.waitFor(() ->
                    lookup(preview, ".quality .complaint") instanceof Label label
                            && label.getText().startsWith("Measuring int4 failed. The worker"));
            TabPreview.onFx(() -> {
                ((RadioButton) lookup(preview, "#own")).fire();
                return true;
            });
            preview.picture("version-quality-failed");
        }
    }

    @Test
    void a_draft_about_one_model_is_not_saved_as_that_of_another() {
        sample.filled();
        try (TabPreview preview = show(Look.LIGHT)) {
            go(new Destination.Model(SampleRegistry.CHAT));
            preview.waitFor(() -> shows(preview, "main.default.deck-chat"));
            selectTab(preview, 1);
            TextArea draft = (TextArea) lookup(preview, ".description .text-area");
            TabPreview.onFx(() -> {
                press(lookup(preview, ".description .flat"));
                draft.setText("About chat");
                return true;
            });
            go(new Destination.Model(SampleRegistry.TABLE));
            preview.waitFor(() -> shows(preview, "main.iris.iris-classifier"));
            assertThat(draft.isVisible()).isFalse();
            assertThat(draft.getText()).isEmpty();
        }
    }

    @Test
    void who_goes_to_a_model_leaves_the_sheet_behind() {
        sample.filled();
        try (TabPreview preview = show(Look.LIGHT)) {
            go(new Destination.RegisterModel());
            Node sheet = TabPreview.onFx(() -> tab.node().getChildrenUnmodifiable().getLast());
            assertThat(sheet.isVisible()).isTrue();
            go(new Destination.Model(SampleRegistry.CHAT));
            assertThat(sheet.isVisible()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void files_are_looked_at_confirmed_and_registered(Look look) {
        sample.filled();
        Path source = sample.files("tiny-chat.v3");
        try (TabPreview preview = show(look, source)) {
            go(new Destination.RegisterModel());
            preview.picture("register-choose");
            TabPreview.onFx(() -> press(lookup(preview, "#chooseFolder")));
            preview.waitFor(() -> lookup(preview, "#confirming").isVisible());
            preview.picture("register-confirm");
            TabPreview.onFx(() -> press(lookup(preview, "#confirm")));
            preview.waitFor(() -> shows(preview, "Version 1"));
            assertThat(sample.registry.models().get())
                    .extracting(RegisteredModel::name)
                    .anyMatch(name -> name.toString().equals("main.default.tiny-chat-v3"));
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void what_other_programs_keep_is_looked_for_and_registered_where_it_is(Look look) {
        here =
                List.of(
                        found("Ollama", "llama3.2:1b", "chat-llama", 1_321_098_329),
                        found("LM Studio", "Qwen2.5-7B-Instruct-Q4_K_M", "chat-q", 4_683_074_240L),
                        found("Hugging Face", "HuggingFaceTB/SmolLM2-135M", "chat-s", 272_000_000),
                        found("Ollama", "mistral:latest", "chat-m", 4_113_289_152L),
                        found("Hugging Face", "org/pictures", "pickle", 9_300_000_000L));
        try (TabPreview preview = show(look)) {
            go(new Destination.RegisterModel());
            assertThat(lookup(preview, ".found-row")).as("before anybody asked").isNull();
            TabPreview.onFx(() -> press(lookup(preview, "#look")));
            preview.waitFor(() -> lookup(preview, ".found-row") != null);
            preview.picture("register-found");
            TabPreview.onFx(() -> press(lookup(preview, ".found-row")));
            preview.waitFor(() -> lookup(preview, "#confirming").isVisible());
            preview.picture("register-found-confirm");
            TabPreview.onFx(() -> press(lookup(preview, "#confirm")));
            preview.waitFor(() -> shows(preview, "Version 1"));
            RegisteredModel model = sample.registry.models().get().getFirst();
            assertThat(model.name()).hasToString("main.default.llama3-2-1b");
            assertThat(model.version(1).orElseThrow().storage())
                    .isEqualTo(ModelVersion.Storage.REFERENCED);
        }
    }

    private FoundModel found(String keeper, String name, String files, long size) {
        Path path = sample.files(files);
        return new FoundModel(keeper, name, path, size, sample.registry.inspect(path));
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void nothing_to_be_found_is_said(Look look) {
        try (TabPreview preview = show(look)) {
            go(new Destination.RegisterModel());
            TabPreview.onFx(() -> press(lookup(preview, "#look")));
            preview.waitFor(() ->
                    lookup(preview, ".found-pane .caption") instanceof Label label
                            && label.getText().startsWith("Nothing"));
            preview.picture("register-found-none");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void what_cannot_be_run_is_refused_with_the_way_out(Look look) {
        Path source = sample.files("pickle");
        try (TabPreview preview = show(look, source)) {
            go(new Destination.RegisterModel());
            TabPreview.onFx(() -> press(lookup(preview, "#chooseFolder")));
            preview.waitFor(() -> lookup(preview, "#looking .empty-state") != null);
            preview.picture("register-refused");
            assertThat(sample.registry.models().get()).isEmpty();
        }
    }

    private TabPreview show(Look look, Path... chosen) {
        TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            tab =
                                    new ModelsTab(
                                            new ModelsTab.EngineDoor(
                                                    sample.registry,
                                                    () -> SampleRegistry.MACHINE,
                                                    "you",
                                                    qualities.door()),
                                            new Work(),
                                            new ModelSources(new Given(chosen), () -> here),
                                            gone::add);
                            return tab.node();
                        });
        return preview;
    }

    private void go(Destination destination) {
        TabPreview.onFx(() -> {
            tab.open(destination);
            return true;
        });
    }

    private static String said(TabPreview preview) {
        return lookup(preview, ".journal .chips .label") instanceof Label label
                ? label.getText()
                : "";
    }

    private static boolean press(Node button) {
        ((Button) button).fire();
        return true;
    }

    private static void selectTab(TabPreview preview, int index) {
        TabPreview.onFx(() -> {
            ((TabPane) lookup(preview, ".tab-pane")).getSelectionModel().select(index);
            return true;
        });
    }

    private static int rows(TabPreview preview, String table) {
        Node node = lookup(preview, table);
        return node == null ? -1 : ((TableView<?>) node).getItems().size();
    }

    private static boolean shows(TabPreview preview, String title) {
        return lookup(preview, ".page-title") instanceof Label label
                && label.getText().equals(title);
    }

    private static Node lookup(TabPreview preview, String selector) {
        return preview.stage().getScene().lookup(selector);
    }

    /** Answers with the given path, as a person would choose it. */
    private record Given(Path... paths) implements FileChoice {

        @Override
        public java.util.Optional<Path> folder(javafx.stage.Window owner, String title) {
            return java.util.Optional.of(paths[0]);
        }

        @Override
        public java.util.Optional<Path> file(javafx.stage.Window owner, String title) {
            return folder(owner, title);
        }

        @Override
        public java.util.Optional<Path> save(
                javafx.stage.Window owner, String title, String suggestedName) {
            return java.util.Optional.empty();
        }
    }
}
