package dev.modeldeck.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class FolderViewTest {

    private static final Path FOLDER = Path.of("logs");

    @Test
    void each_desktop_has_its_own_program_for_files() {
        assertThat(FolderView.command("Linux", FOLDER)).containsExactly("xdg-open", "logs");
        assertThat(FolderView.command("Mac OS X", FOLDER)).containsExactly("open", "logs");
        assertThat(FolderView.command("Windows 11", FOLDER)).containsExactly("explorer", "logs");
    }
}
