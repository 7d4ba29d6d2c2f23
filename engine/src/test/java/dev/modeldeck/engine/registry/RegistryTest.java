package dev.modeldeck.engine.registry;

import static dev.modeldeck.engine.registry.ModelVersion.Storage.REFERENCED;
import static dev.modeldeck.engine.registry.OpenRegistry.NAME;
import static dev.modeldeck.engine.registry.OpenRegistry.model;
import static dev.modeldeck.engine.registry.RegistrationTest.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class RegistryTest {

    @TempDir private Path folder;
    private OpenRegistry open;
    private Registry registry;

    @BeforeEach
    void start() {
        open = new OpenRegistry(folder);
        registry = open.registry;
    }

    @AfterEach
    void end() {
        open.close();
    }

    @Test
    void observers_see_every_change() {
        List<List<RegisteredModel>> seen = new ArrayList<>();
        registry.models().subscribe(seen::add);

        registry.create(NAME, "a demo", Map.of("team", "search"), "me");
        registry.describe(NAME, null, "the demo", "you");
        registry.delete(NAME, "me");

        assertThat(seen).hasSize(4);
        assertThat(seen.get(1)).singleElement().isEqualTo(seen.get(1).getFirst());
        assertThat(seen.get(2).getFirst().description()).isEqualTo("the demo");
        assertThat(seen.get(2).getFirst().tags()).containsExactly(Map.entry("team", "search"));
        assertThat(seen.get(3)).isEmpty();
    }

    @Test
    void a_name_can_be_taken_once() {
        registry.create(NAME, "", Map.of(), "me");

        assertThatThrownBy(() -> registry.create(NAME, "", Map.of(), "me"))
                .hasMessageContaining("There is a model main.default.demo already")
                .extracting(e -> problem(e))
                .isInstanceOf(Problem.AlreadyExists.class);
    }

    @Test
    void what_is_not_there_is_said_to_be_missing() {
        assertThatThrownBy(() -> registry.get(NAME)).hasMessageContaining("no registered model");
        twoVersions();
        assertThatThrownBy(() -> registry.version(NAME, 9)).hasMessageContaining("no version 9");
        assertThatThrownBy(() -> registry.version(NAME, "best"))
                .hasMessageContaining("no alias \"best\"")
                .extracting(e -> problem(e))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> registry.alias(NAME, "best", 9, "me"))
                .hasMessageContaining("no version 9");
    }

    @Test
    void an_alias_moves_rolls_back_and_goes() {
        twoVersions();
        registry.alias(NAME, "champion", 1, "me");
        registry.alias(NAME, "champion", 2, "you");

        assertThat(registry.version(NAME, "champion").number()).isEqualTo(2);
        assertThat(registry.rollBack(NAME, "champion", "me")).isEqualTo(1);
        assertThat(registry.version(NAME, "champion").number()).isEqualTo(1);
        assertThat(registry.rollBack(NAME, "champion", "me")).isEqualTo(2);
        assertThat(registry.get(NAME).aliasesOf(2)).containsExactly("champion");

        registry.alias(NAME, "champion", null, "me");
        assertThat(registry.get(NAME).aliases()).isEmpty();
        assertThat(registry.rollBack(NAME, "champion", "me")).isEqualTo(2);
    }

    @Test
    void an_alias_without_an_earlier_version_does_not_roll_back() {
        twoVersions();
        registry.alias(NAME, "champion", 1, "me");
        assertThatThrownBy(() -> registry.rollBack(NAME, "champion", "me"))
                .hasMessageContaining("never pointed anywhere else");

        registry.alias(NAME, "champion", 2, "me");
        registry.deleteVersion(NAME, 1, "me");
        assertThatThrownBy(() -> registry.rollBack(NAME, "champion", "me"))
                .hasMessageContaining("version 1, which was deleted");
    }

    @Test
    void the_journal_knows_where_an_alias_pointed_at_any_time() {
        twoVersions();
        open.passDays(1);
        registry.alias(NAME, "champion", 1, "me");
        open.passDays(1);
        registry.alias(NAME, "champion", 2, "me");
        open.passDays(1);
        registry.alias(NAME, "champion", null, "me");

        assertThat(at(0)).isEmpty();
        assertThat(at(1)).contains(1);
        assertThat(registry.aliasAt(NAME, "champion", open.now().minusMillis(1))).contains(2);
        assertThat(at(2)).contains(2);
        assertThat(at(3)).isEmpty();

        ModelName renamed = ModelName.parse("main.prod.demo");
        registry.rename(NAME, renamed, "me");
        assertThat(registry.aliasAt(renamed, "champion", OpenRegistry.START.plusSeconds(90_000)))
                .contains(1);
    }

    private Optional<Integer> at(int day) {
        return registry.aliasAt(NAME, "champion", OpenRegistry.START.plusSeconds(day * 86_400L));
    }

    @Test
    void deleting_a_version_takes_its_aliases_along() {
        twoVersions();
        registry.alias(NAME, "champion", 2, "me");
        registry.tag(NAME, 2, "checked", "yes", "me");

        registry.deleteVersion(NAME, 2, "you");

        assertThat(registry.get(NAME).aliases()).isEmpty();
        assertThat(registry.get(NAME).latest()).map(ModelVersion::number).contains(1);
        assertThat(registry.journal(NAME).subList(0, 2))
                .extracting(JournalEntry::what)
                .containsExactly("version-deleted", "alias-removed");
    }

    @Test
    void every_change_is_in_the_journal_with_who_and_what() {
        twoVersions();
        registry.tag(NAME, null, "team", "search", "you");
        registry.tag(NAME, null, "team", "ads", "you");
        registry.tag(NAME, null, "team", "ads", "no change");
        registry.tag(NAME, null, "team", null, "you");
        registry.describe(NAME, 2, "better", "me");

        assertThat(registry.journal(NAME))
                .extracting(e -> e.who() + " " + e.what() + " " + e.before() + " " + e.after())
                .startsWith(
                        "me described first better",
                        "you tag-removed ads null",
                        "you tag-set search ads",
                        "you tag-set null search")
                .endsWith("me model-created null ");
        assertThat(registry.journal(NAME).getFirst().version()).isEqualTo(2);
        assertThat(registry.version(NAME, 2).description()).isEqualTo("better");
    }

    @Test
    void the_journal_outlives_rename_and_delete() {
        twoVersions();
        ModelName other = ModelName.parse("main.default.other");
        registry.rename(NAME, other, "me");
        assertThat(registry.journal(other)).hasSize(4).last().extracting("model").isEqualTo(NAME);

        registry.delete(other, "me");
        assertThat(registry.journal(other)).extracting("what").contains("model-created");
        registry.create(other, "again", Map.of(), "me");
        assertThat(registry.journal(other).getFirst().after()).isEqualTo("again");
        assertThat(registry.journal(other)).hasSize(8);
    }

    @Test
    void tags_of_versions_and_models_are_apart() {
        twoVersions();
        registry.tag(NAME, null, "k", "model", "me");
        registry.tag(NAME, 1, "k", "version", "me");

        RegisteredModel model = open.reopen().get(NAME);
        assertThat(model.tags()).containsEntry("k", "model");
        assertThat(model.versions().get(1).tags()).containsEntry("k", "version");
        assertThat(model.versions().get(0).tags()).isEmpty();
    }

    @Test
    void reserved_and_malformed_aliases_are_refused() {
        twoVersions();

        for (String alias : List.of("latest", "LATEST", "v1", "V22", "", "a b", "a.b", "ä")) {
            assertThatThrownBy(() -> registry.alias(NAME, alias, 1, "me"))
                    .as(alias)
                    .extracting(e -> problem(e))
                    .isInstanceOf(Problem.Invalid.class);
        }
    }

    @Test
    void texts_have_limits() {
        twoVersions();
        registry.alias(NAME, "a".repeat(255), 1, "me");
        registry.tag(NAME, 1, "k".repeat(250), "v".repeat(100_000), "me");

        assertThatThrownBy(() -> registry.alias(NAME, "a".repeat(256), 1, "me"))
                .hasMessageContaining("1 to 255");
        assertThatThrownBy(() -> registry.tag(NAME, 1, "k".repeat(251), "v", "me"))
                .hasMessageContaining("1 to 250");
        assertThatThrownBy(() -> registry.tag(NAME, 1, "k", "v".repeat(100_001), "me"))
                .hasMessageContaining("100,000");
    }

    private void twoVersions() {
        open.register(model(folder.resolve("one"), "1"), REFERENCED);
        open.register(model(folder.resolve("two"), "2"), REFERENCED);
    }
}
