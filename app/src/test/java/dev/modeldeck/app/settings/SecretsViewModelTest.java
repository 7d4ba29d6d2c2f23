package dev.modeldeck.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.settings.SecretsViewModel.Form;
import dev.modeldeck.engine.secrets.SecretRef;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

class SecretsViewModelTest {

    private static final SecretRef OPENAI = new SecretRef("cloud", "openai");

    private final LinkedBlockingQueue<Runnable> thread = new LinkedBlockingQueue<>();
    private final Work work = new Work(thread::add);
    private final FakeSecrets engine = new FakeSecrets();
    private final SecretsViewModel model = new SecretsViewModel(engine.door(), work);

    @AfterEach
    void close() {
        model.close();
        work.close();
    }

    @Test
    void what_is_typed_is_kept_and_no_longer_held() throws Exception {
        model.add();
        type("cloud", "openai", " sk-1 ");
        model.save();
        until(() -> model.secrets().contains(OPENAI) && closed());
        assertThat(engine.kept).containsEntry(OPENAI, "sk-1");
        assertThat(model.valueProperty().get()).isEmpty();
        model.add();
        assertThat(model.scopeProperty().get()).isEmpty();
    }

    @Test
    void keys_of_connections_and_endpoints_are_counted_only() throws Exception {
        assertThat(model.othersProperty().get()).isEmpty();
        engine.put(new SecretRef("modeldeck", "connection-1-a"), "x");
        until(() -> model.othersProperty().get().contains("1 key of"));
        engine.put(new SecretRef("modeldeck", "endpoint-chat-b"), "x");
        engine.put(OPENAI, "x");
        until(() -> model.othersProperty().get().contains("2 keys of"));
        assertThat(model.secrets()).containsExactly(OPENAI);
    }

    @Test
    void a_value_is_replaced_under_its_name() throws Exception {
        engine.put(OPENAI, "old");
        model.replace(OPENAI);
        assertThat(model.keyProperty().get()).isEqualTo("openai");
        assertThat(model.valueProperty().get()).as("it cannot be read here").isEmpty();
        model.valueProperty().set("new");
        model.save();
        until(this::closed);
        assertThat(engine.kept).containsEntry(OPENAI, "new");
    }

    @Test
    void what_is_wrong_is_said_beside_its_field_and_nothing_is_lost() throws Exception {
        engine.put(OPENAI, "old");
        model.add();
        type("cl oud", "openai", "new");
        model.save();
        assertThat(model.complaintProperty().get().field()).isEqualTo("scope");
        type("cloud", "", "new");
        model.save();
        assertThat(model.complaintProperty().get().field()).isEqualTo("key");
        type("cloud", "openai", "new");
        model.save();
        assertThat(model.complaintProperty().get().sentence()).contains("There is a secret");
        type("modeldeck", "openai", "new");
        model.save();
        assertThat(model.complaintProperty().get().sentence()).contains("Modeldeck's own");
        type("cloud", "other", " ");
        model.save();
        until(() -> model.complaintProperty().get().field().equals("value"));
        assertThat(model.formProperty().get()).isInstanceOf(Form.Adding.class);
        assertThat(model.keyProperty().get()).isEqualTo("other");
        assertThat(engine.kept).containsOnlyKeys(OPENAI).containsValue("old");
    }

    @Test
    void what_the_keychain_does_not_give_up_stays_and_why_is_said() throws Exception {
        engine.put(OPENAI, "x");
        engine.locked = true;
        model.delete(OPENAI);
        until(() -> model.complaintProperty().get().sentence().contains("Unlock"));
        engine.locked = false;
        model.delete(OPENAI);
        until(() -> engine.kept.isEmpty() && model.secrets().isEmpty());
        assertThat(model.complaintProperty().get().sentence()).isEmpty();
    }

    @Test
    void where_they_are_kept_is_asked_once_and_after_each_change() throws Exception {
        assertThat(engine.asked).hasValue(0);
        model.refresh();
        until(() -> model.whereProperty().get().contains("keyring"));
        model.refresh();
        model.add();
        type("cloud", "openai", "x");
        model.save();
        until(() -> engine.asked.get() == 2);
    }

    private void type(String scope, String key, String value) {
        model.scopeProperty().set(scope);
        model.keyProperty().set(key);
        model.valueProperty().set(value);
    }

    private boolean closed() {
        return model.formProperty().get() instanceof Form.Closed;
    }

    /** Lets outcomes arrive until it holds. */
    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable outcome = thread.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("an outcome").isNotNull();
            outcome.run();
        }
    }
}
