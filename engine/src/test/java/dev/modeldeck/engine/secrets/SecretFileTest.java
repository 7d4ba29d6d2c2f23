package dev.modeldeck.engine.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

class SecretFileTest {

    @TempDir private Path home;
    private SecretFile secrets;
    private Path file;
    private Path key;

    @BeforeEach
    void fill() {
        secrets = new SecretFile(new HomeFolder(home)::secrets);
        file = home.resolve("secrets").resolve("secrets.json");
        key = home.resolve("secrets").resolve("secrets.key");
        secrets.put("a", "geheim");
    }

    @Test
    void values_come_back_and_go() {
        secrets.put("b", "schön ☃");
        assertThat(secrets.find("a")).contains("geheim");
        assertThat(secrets.find("b")).contains("schön ☃");
        secrets.delete("a");
        assertThat(secrets.find("a")).isEmpty();
        assertThat(secrets.find("b")).contains("schön ☃");
    }

    @Test
    void nobody_else_can_read_either_file() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        for (Path one : new Path[] {file, key}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-------");
        }
        assertThat(file.resolveSibling("secrets.json.part")).doesNotExist();
    }

    @Test
    void the_same_content_never_looks_the_same_twice() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            secrets.put("a", "geheim");
            assertThat(seen.add(Files.readString(file))).isTrue();
        }
    }

    @Test
    void a_damaged_file_is_told_and_left_as_it_is() throws IOException {
        String whole = Files.readString(file);
        int middle = whole.indexOf("\"data\":\"") + 12;
        char other = whole.charAt(middle) == 'A' ? 'B' : 'A';
        assertRefused(whole.substring(0, middle) + other + whole.substring(middle + 1));
        assertRefused(whole.substring(0, whole.length() / 2));
        assertRefused(whole.replace("modeldeck-secrets-1", "modeldeck-secrets-2"));
        assertRefused("null");
        assertRefused("{\"format\":\"modeldeck-secrets-1\"}");
        assertRefused("{\"secrets\":\"of another program\"}");
        assertRefused("");
        Files.writeString(file, whole);
        assertThat(secrets.find("a")).contains("geheim");
    }

    @Test
    void a_file_whose_key_is_another_or_missing_is_told_and_left_as_it_is() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] right = Files.readAllBytes(key);
        for (byte[] wrong : new byte[][] {AesKey.newKey().bytes(), new byte[3]}) {
            Files.write(key, wrong);
            assertDamaged("key");
            assertThat(Files.readAllBytes(key)).isEqualTo(wrong);
        }
        Files.delete(key);
        assertDamaged("secrets.key is missing");
        assertThat(key).doesNotExist();
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        Files.write(key, right);
        assertThat(secrets.find("a")).contains("geheim");
    }

    @Test
    void a_key_is_not_shown_by_accident() {
        assertThat(AesKey.newKey()).hasToString("a key");
    }

    private void assertRefused(String content) throws IOException {
        Files.writeString(file, content);
        assertDamaged("");
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    private void assertDamaged(String words) {
        assertThatThrownBy(() -> secrets.find("a")).satisfies(e -> assertDamage(e, words));
        assertThatThrownBy(() -> secrets.put("b", "x")).satisfies(e -> assertDamage(e, words));
        assertThatThrownBy(() -> secrets.delete("a")).satisfies(e -> assertDamage(e, words));
    }

    private void assertDamage(Throwable e, String words) {
        assertThat(e).hasMessageContaining(words).hasMessageContaining("backup").hasNoCause();
        assertThat(((EngineException) e).problem())
                .isInstanceOfSatisfying(
                        Problem.Damaged.class,
                        damaged -> assertThat(damaged.path()).isEqualTo(file.toString()));
    }
}
