package dev.modeldeck.engine.registry;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.BuiltIns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class InspectionsTest {

    @TempDir private Path folder;

    private final Inspections inspections = new Inspections(BuiltIns.formats());

    @Test
    void an_unknown_folder_is_refused_with_what_is_accepted() {
        write(folder.resolve("photo.jpg"), "x");

        Inspection inspection = inspections.of(folder);

        assertThat(inspection.formatLabel()).isEqualTo("Not recognised");
        assertThat(inspection.whyNotRunnable().orElseThrow())
                .contains("Hugging Face folder")
                .contains("TorchScript")
                .contains("MLflow");
    }

    @Test
    void a_folder_that_is_not_there_is_said_to_be_missing() {
        assertThatThrownBy(() -> inspections.of(folder.resolve("gone")))
                .hasMessageContaining("There is no " + folder.resolve("gone"));
    }
}
