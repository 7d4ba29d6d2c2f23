package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.storage.SettingsStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class EngineSettingsTest {

    @TempDir private Path folder;

    @Test
    void the_token_is_told_to_nobody() {
        assertThat(
                        new EngineSettings(
                                        "127.0.0.1",
                                        1,
                                        "s3cret",
                                        true,
                                        1,
                                        1,
                                        EngineSettings.DEFAULT_REPOSITORY)
                                .toString())
                .contains("token set")
                .doesNotContain("s3cret");
    }

    @Test
    void they_are_kept_and_announced() {
        EngineSettings changed =
                new EngineSettings(
                        "0.0.0.0", 9000, "s3cret", false, 7, 60, "https://example.org/maven");
        List<Integer> ports = new ArrayList<>();
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            KeptSettings kept = new KeptSettings(new SettingsStore(database));
            assertThat(kept.present().get()).isEqualTo(EngineSettings.defaults());
            kept.present().subscribe(settings -> ports.add(settings.port()));
            kept.keep(changed);
        }
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            assertThat(new KeptSettings(new SettingsStore(database)).present().get())
                    .isEqualTo(changed);
        }
        assertThat(ports).containsExactly(8765, 9000);
    }

    @Test
    void unusable_ones_are_passed_over_for_the_defaults() {
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            SettingsStore store = new SettingsStore(database);
            for (String json : List.of("{", "[]", "{\"port\": 0}")) {
                store.write("engine", json);
                assertThat(new KeptSettings(store).present().get())
                        .isEqualTo(EngineSettings.defaults());
            }
        }
    }

    @Test
    void one_that_an_earlier_version_did_not_have_takes_its_default() {
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            SettingsStore store = new SettingsStore(database);
            store.write("engine", "{\"port\": 9000}");
            assertThat(new KeptSettings(store).present().get())
                    .isEqualTo(
                            new EngineSettings(
                                    "127.0.0.1",
                                    9000,
                                    "",
                                    true,
                                    30,
                                    297,
                                    EngineSettings.DEFAULT_REPOSITORY));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 0, '', 30, 297, port",
        "127.0.0.1, 65536, '', 30, 297, port",
        "0.0.0.0, 8765, '', 30, 297, accessToken",
        "192.168.1.2, 8765, '', 30, 297, accessToken",
        "'::', 8765, '', 30, 297, accessToken",
        "127.0.0.1, 8765, 'with space', 30, 297, accessToken",
        "my-machine, 8765, token, 30, 297, bindAddress",
        "'', 8765, token, 30, 297, bindAddress",
        "127.0.0.1, 8765, '', 0, 297, logDays",
        "127.0.0.1, 8765, '', 30, 0, executionLimitSeconds",
    })
    void what_cannot_be_used_is_refused_by_field(
            String address, int port, String token, int days, int seconds, String field) {
        EngineSettings settings =
                new EngineSettings(
                        address,
                        port,
                        token,
                        true,
                        days,
                        seconds,
                        EngineSettings.DEFAULT_REPOSITORY);

        assertThatThrownBy(settings::checked)
                .extracting(e -> ((Problem.Invalid) ((EngineException) e).problem()).field())
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, ''", "localhost, ''", "::1, ''", "127.0.0.2, ''", "0.0.0.0, token"})
    void loopback_needs_no_token_and_the_rest_does(String address, String token) {
        EngineSettings settings =
                new EngineSettings(
                        address, 8765, token, true, 30, 297, EngineSettings.DEFAULT_REPOSITORY);

        assertThat(settings.checked()).isSameAs(settings);
    }

    @ParameterizedTest
    @CsvSource({
        "repo1.maven.org/maven2",
        "ftp://example.org",
        "'https://a b'",
        "https://a?b",
        "''"
    })
    void a_repository_is_a_web_address(String repository) {
        EngineSettings settings =
                new EngineSettings("127.0.0.1", 8765, "", true, 30, 297, repository);

        assertThatThrownBy(settings::checked)
                .extracting(e -> ((Problem.Invalid) ((EngineException) e).problem()).field())
                .isEqualTo("repository");
    }
}
