package dev.modeldeck.engine.registry;

import static dev.modeldeck.engine.registry.ModelVersion.Storage.REFERENCED;
import static dev.modeldeck.engine.registry.OpenRegistry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class RegistryTablesTest {

    @TempDir private Path folder;

    @Test
    void the_database_itself_refuses_to_alter_history() {
        List<String> changes =
                List.of(
                        "UPDATE journal SET who = 'nobody'",
                        "DELETE FROM journal",
                        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
                        "UPDATE model_version SET number = 7",
                        "UPDATE model_version SET location = '/elsewhere'",
                        "UPDATE model_version SET inspection = '{}'",
                        "UPDATE model_file SET sha256 = '0'",
                        "UPDATE model_file SET size = 0");
        try (OpenRegistry open = new OpenRegistry(folder)) {
            open.register(model(folder.resolve("one"), "1"), REFERENCED);
            for (String sql : changes) {
                assertThatThrownBy(
                                () -> open.database.jdbi().useHandle(handle -> handle.execute(sql)))
                        .as(sql)
                        .rootCause()
                        .hasMessageFindingMatch("append-only|immutable");
            }
        }
    }

    @Test
    void a_thousand_models_are_listed_at_once() {
        try (OpenRegistry open = new OpenRegistry(folder)) {
            open.register(model(folder.resolve("one"), "1"), REFERENCED);
            copyRows(open, 1_000);

            Instant start = Instant.now();
            Registry registry = open.reopen();
            Duration taken = Duration.between(start, Instant.now());

            assertThat(registry.models().get()).hasSize(1_001);
            assertThat(registry.models().get().getLast().versions()).hasSize(1);
            assertThat(taken).isLessThan(Duration.ofSeconds(2));
        }
    }

    private static void copyRows(OpenRegistry open, int count) {
        open.database
                .jdbi()
                .useTransaction(handle -> {
                    for (int id = 2; id <= count + 1; id++) {
                        handle.execute(
                                "INSERT INTO model SELECT ?, name || ?, description, creator,"
                                        + " created_at, updated_at, NULL FROM model WHERE id = 1",
                                id,
                                id);
                        handle.execute(
                                "INSERT INTO model_version SELECT ?, number, description,"
                                        + " creator, created_at, updated_at, source, location,"
                                        + " storage, inspection FROM model_version"
                                        + " WHERE model_id = 1",
                                id);
                        handle.execute(
                                "INSERT INTO model_file SELECT ?, number, path, size, sha256,"
                                        + " stamp FROM model_file WHERE model_id = 1",
                                id);
                    }
                });
    }
}
