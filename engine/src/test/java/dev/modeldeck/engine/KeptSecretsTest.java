package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.secrets.Keychain;
import dev.modeldeck.engine.secrets.SecretRef;
import dev.modeldeck.engine.secrets.Secrets;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;

class KeptSecretsTest {

    @TempDir private Path folder;
    private Database database;
    private Secrets secrets;
    private KeptSecrets kept;

    @BeforeEach
    void open() {
        HomeFolder home = new HomeFolder(folder);
        database = Database.open(home.database());
        secrets = Secrets.open(database, home, Keychain.none());
        kept = new KeptSecrets(secrets);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_is_kept_is_found_by_its_reference_only() {
        String reference = kept.keep("connection-1-a", "sk-geheim");
        assertThat(reference).isEqualTo("{{secrets/modeldeck/connection-1-a}}");
        assertThat(kept.reference(reference)).isTrue();
        assertThat(kept.reference("sk-geheim")).isFalse();
        assertThat(kept.resolve(reference)).isEqualTo("sk-geheim");
        assertThat(kept.resolve("sk-geheim")).isEqualTo("sk-geheim");
    }

    @Test
    void forgetting_leaves_what_is_still_used_and_what_belongs_to_others() {
        SecretRef own = new SecretRef("mine", "connection-1-x");
        secrets.put(own, "mine");
        String old = kept.keep("connection-1-a", "old");
        String present = kept.keep("connection-1-b", "present");
        String other = kept.keep("connection-2-a", "other");
        kept.forget("connection-1-", Set.of(present));
        assertThatThrownBy(() -> kept.resolve(old)).hasMessageContaining("no secret");
        assertThat(kept.resolve(present)).isEqualTo("present");
        assertThat(kept.resolve(other)).isEqualTo("other");
        assertThat(secrets.get(own)).isEqualTo("mine");
    }

    @Test
    void a_secret_of_the_person_can_be_referred_to() {
        secrets.put(new SecretRef("cloud", "openai"), "sk");
        assertThat(kept.resolve("{{secrets/cloud/openai}}")).isEqualTo("sk");
    }
}
