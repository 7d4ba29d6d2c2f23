package dev.modeldeck.engine.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class SecretsTest {

    private static final SecretRef OPENAI = new SecretRef("cloud", "openai");
    private static final SecretRef PROXY = new SecretRef("office", "proxy");
    private static final String VALUE = "sk-geheim-0123456789";

    @TempDir private Path folder;
    private final FakeKeychain keychain = new FakeKeychain();
    private HomeFolder home;
    private Database database;
    private Secrets secrets;

    @BeforeEach
    void open() {
        home = new HomeFolder(folder);
        database = Database.open(home.database());
        secrets = Secrets.open(database, home, keychain);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_value_is_kept_in_the_keychain_and_its_name_in_the_database() {
        secrets.put(OPENAI, VALUE);
        assertThat(keychain.values).hasSize(1).containsValue(VALUE);
        assertThat(keychain.values.keySet().iterator().next()).startsWith("cloud/openai ");
        assertThat(again(keychain).get(OPENAI)).isEqualTo(VALUE);
        assertThat(again(keychain).all()).containsExactly(OPENAI);
        assertThat(folder.resolve("secrets")).doesNotExist();
    }

    @Test
    void without_a_keychain_a_value_is_kept_in_the_file() {
        Secrets filed = again(Keychain.none());
        filed.put(OPENAI, VALUE);
        filed.put(PROXY, "other");
        assertThat(again(Keychain.none()).get(OPENAI)).isEqualTo(VALUE);
        assertThat(again(Keychain.none()).get(PROXY)).isEqualTo("other");
        assertThat(again(Keychain.none()).all()).containsExactly(OPENAI, PROXY);
    }

    @Test
    void no_byte_on_the_disk_gives_a_value_away() throws IOException {
        secrets.put(OPENAI, VALUE);
        again(Keychain.none()).put(PROXY, VALUE);
        again(Keychain.none()).delete(PROXY);
        again(Keychain.none()).put(PROXY, VALUE);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .contains("modeldeck.db", "modeldeck.db-wal", "secrets.json", "secrets.key");
            for (Path file : all) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes).as("%s", file).doesNotContain(VALUE, "geheim");
            }
        }
    }

    @Test
    void what_the_keychain_does_not_take_goes_to_the_file() {
        String token = "t".repeat(FakeKeychain.LONGEST + 1);
        secrets.put(OPENAI, "short");
        secrets.put(OPENAI, token);
        assertThat(secrets.get(OPENAI)).isEqualTo(token);
        assertThat(keychain.values).isEmpty();
        secrets.put(OPENAI, "short again");
        assertThat(secrets.get(OPENAI)).isEqualTo("short again");
        assertThat(keychain.values).hasSize(1);
        assertThat(new SecretFile(home::secrets).find(OPENAI.text())).isEmpty();
    }

    @Test
    void a_new_value_takes_the_place_of_the_old_one() {
        secrets.put(OPENAI, "old");
        secrets.put(OPENAI, "new");
        assertThat(keychain.values).hasSize(1);
        assertThat(secrets.get(OPENAI)).isEqualTo("new");
    }

    @Test
    void a_deleted_secret_is_gone_everywhere() {
        secrets.put(OPENAI, VALUE);
        assertThat(secrets.delete(OPENAI)).isTrue();
        assertThat(secrets.delete(OPENAI)).isFalse();
        assertThat(keychain.values).isEmpty();
        assertThat(secrets.find(OPENAI)).isEmpty();
        assertThat(secrets.all()).isEmpty();
    }

    @Test
    void a_secret_that_is_not_there_is_named_with_where_to_set_it() {
        assertThatThrownBy(() -> secrets.get(OPENAI))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class))
                .hasMessageContaining("{{secrets/cloud/openai}}")
                .hasMessageContaining("Settings");
    }

    @Test
    void a_locked_keychain_is_told_and_nothing_is_lost() {
        secrets.put(OPENAI, VALUE);
        keychain.locked = true;
        assertThatThrownBy(() -> secrets.get(OPENAI))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unavailable.class))
                .hasMessageContaining("because the keychain is locked")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> secrets.delete(OPENAI)).hasMessageContaining("still in");
        assertThat(secrets.where().kind()).isEqualTo(Place.Kind.FILE);
        assertThat(secrets.where().said())
                .contains("secrets.json", "because the keychain is locked");
        keychain.locked = false;
        assertThat(secrets.get(OPENAI)).isEqualTo(VALUE);
        assertThat(secrets.where())
                .isEqualTo(
                        new Place(
                                Place.Kind.KEYCHAIN,
                                "Secrets are kept in the keychain of the test."));
    }

    @Test
    void what_somebody_deleted_in_the_keychain_can_be_deleted_here() {
        secrets.put(OPENAI, VALUE);
        keychain.values.clear();
        assertThatThrownBy(() -> secrets.get(OPENAI)).hasMessageContaining("set the secret again");
        assertThat(secrets.delete(OPENAI)).isTrue();
        assertThat(secrets.all()).isEmpty();
    }

    @Test
    void texts_are_resolved_where_all_of_them_is_a_reference() {
        secrets.put(OPENAI, VALUE);
        assertThat(secrets.resolve("{{secrets/cloud/openai}}")).isEqualTo(VALUE);
        assertThat(secrets.resolve(" {{secrets/cloud/openai}} ")).isEqualTo(VALUE);
        assertThat(secrets.resolve("plain")).isEqualTo("plain");
        assertThat(secrets.resolve("Bearer {{secrets/cloud/openai}}"))
                .isEqualTo("Bearer {{secrets/cloud/openai}}");
        assertThatThrownBy(() -> secrets.resolve("{{secrets/cloud}}"))
                .hasMessageContaining("is written");
        assertThatThrownBy(() -> secrets.resolve("{{secrets/cloud/other}}"))
                .hasMessageContaining("no secret");
    }

    @Test
    void names_are_told_as_they_change() {
        List<List<SecretRef>> told = new ArrayList<>();
        secrets.names().subscribe(told::add);
        secrets.put(PROXY, "a");
        secrets.put(OPENAI, "b");
        secrets.put(OPENAI, "c");
        secrets.delete(PROXY);
        assertThat(told)
                .containsExactly(
                        List.of(), List.of(PROXY), List.of(OPENAI, PROXY), List.of(OPENAI));
    }

    @Test
    void a_value_that_is_none_is_refused() {
        assertThatThrownBy(() -> secrets.put(OPENAI, " ")).hasMessageContaining("not all blank");
        assertThat(secrets.all()).isEmpty();
    }

    private Secrets again(Keychain other) {
        return Secrets.open(database, home, other);
    }
}
