package dev.modeldeck.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class DatabaseTest {

    @TempDir private Path folder;

    @Test
    void settings_outlive_the_program() {
        Path file = folder.resolve("modeldeck.db");
        try (Database database = Database.open(file)) {
            SettingsStore settings = new SettingsStore(database);
            settings.write("theme", "\"dark\"");
            settings.write("theme", "\"light\"");
        }
        try (Database database = Database.open(file)) {
            SettingsStore settings = new SettingsStore(database);
            assertThat(settings.read("theme")).contains("\"light\"");
            assertThat(settings.read("other")).isEmpty();
        }
    }

    @Test
    void a_damaged_file_is_reported_with_what_to_do() throws IOException {
        Path file = folder.resolve("modeldeck.db");
        Files.writeString(file, "This was a database once. ".repeat(400));

        assertThatThrownBy(() -> Database.open(file))
                .hasMessageContaining(file + " cannot be opened")
                .hasMessageContaining("Move it away to begin afresh")
                .extracting(e -> ((EngineException) e).problem())
                .isInstanceOf(Problem.Damaged.class);
        assertThat(file).as("is left for the person to rescue").exists();
    }

    @Test
    void a_file_of_a_newer_program_is_left_alone() {
        Path file = folder.resolve("modeldeck.db");
        try (Database database = Database.open(file)) {
            database.jdbi()
                    .useHandle(h -> h.execute("PRAGMA user_version = " + (Schema.NEWEST + 1)));
        }
        assertThatThrownBy(() -> Database.open(file)).hasMessageContaining("newer Modeldeck");
    }

    @Test
    void a_file_of_version_5_is_brought_up_to_date_with_what_is_in_it() {
        Path file = folder.resolve("modeldeck.db");
        SQLiteDataSource old = new SQLiteDataSource();
        old.setUrl("jdbc:sqlite:" + file);
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(old)
                .locations("classpath:dev/modeldeck/engine/storage/migrations")
                .target("5")
                .load()
                .migrate();
        Jdbi.create(old)
                .useHandle(handle -> {
                    handle.execute(
                            "INSERT INTO request_log VALUES (1, 'r', 5, 'API', 'openai', 'me', 'e',"
                                    + " 'x', 200, 12.5, 0, NULL, 3, 4, NULL, 0, NULL)");
                    handle.execute(
                            "INSERT INTO metric_step VALUES ('e', '', 10, 5, 1, 0, 0, 3, 4, 1, 0, 0,"
                                    + " 0, 0, 0, 0, NULL, NULL)");
                    handle.execute("PRAGMA user_version = 5");
                });
        try (Database database = Database.open(file)) {
            Map<String, Object> call =
                    database.read(handle ->
                            handle.createQuery("SELECT * FROM request_log").mapToMap().one());
            assertThat(call)
                    .containsEntry("latency", 12.5)
                    .containsEntry("estimated", 0)
                    .containsEntry("inter_token", null);
            int steps =
                    database.read(handle ->
                            handle.createQuery(
                                            "SELECT count(*) FROM metric_step WHERE queued IS NULL")
                                    .mapTo(Integer.class)
                                    .one());
            assertThat(steps).isOne();
        }
    }

    @Test
    void the_newest_migration_is_the_version_of_the_schema() {
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            int newest =
                    database.read(handle ->
                            handle.createQuery(
                                            "SELECT max(CAST(version AS INTEGER)) FROM"
                                                    + " flyway_schema_history WHERE success")
                                    .mapTo(Integer.class)
                                    .one());
            assertThat(Schema.NEWEST).isEqualTo(newest);
        }
    }

    @Test
    void a_failing_change_is_undone_and_said_in_a_sentence() {
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            assertThatThrownBy(() ->
                            database.write(handle -> {
                                handle.execute("INSERT INTO setting VALUES ('a', '1')");
                                return handle.execute("INSERT INTO nowhere");
                            }))
                    .hasMessageContaining("could not be read or written");
            assertThat(new SettingsStore(database).read("a")).isEmpty();
        }
    }
}
