package dev.modeldeck.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;

class HomeFolderTest {

    @TempDir private Path folder;
    private HomeFolder home;

    @BeforeEach
    void open() {
        home = new HomeFolder(folder);
    }

    @Test
    void nobody_else_may_look_into_a_home_that_others_can_enter() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(
                folder.resolve("models"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        try (Database database = Database.open(home.database())) {
            database.shrink();
            assertThat(rights(home.database())).isEqualTo("rw-------");
            assertThat(rights(folder.resolve("modeldeck.db-wal"))).isEqualTo("rw-------");
        }
        List<Supplier<Path>> folders =
                List.of(home::models, home::workers, home::window, home::logs, home::starter);
        for (Supplier<Path> one : folders) {
            assertThat(rights(one.get())).isEqualTo("rwx------");
        }
        assertThat(rights(folder)).as("the person's own").isEqualTo("rwxr-xr-x");
    }

    @Test
    void a_folder_that_cannot_be_made_is_said_in_a_sentence() throws IOException {
        Files.createFile(folder.resolve("logs"));

        assertThatThrownBy(home::logs)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOfSatisfying(
                                                Problem.Invalid.class,
                                                invalid ->
                                                        assertThat(invalid.field())
                                                                .isEqualTo("home")))
                .hasMessageContaining(folder.resolve("logs") + " cannot be made");
    }

    private static String rights(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
