package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.connections.ActionViewModel.Step;
import dev.modeldeck.engine.connections.Change;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

class ActionViewModelTest extends WithServer {

    private static final String MODEL = "llama-3.1-8b-instruct";

    @Test
    void the_form_begins_with_what_is_set_and_nothing_is_sent_before_it_was_reviewed()
            throws Exception {
        ActionViewModel acting = action("scale", MODEL);
        acting.begin();
        outcomes.until(() -> acting.step().get() instanceof Step.Filling);
        assertThat(((Step.Filling) acting.step().get()).values()).containsEntry("replicas", "1");
        Plan plan = plan(acting, Map.of("replicas", "4", "quantization", "fp8"));
        assertThat(plan.changes())
                .containsExactly(
                        new Change("adapter", "\"support-2025\"", ""),
                        new Change("quantization", "", "\"fp8\""),
                        new Change("replicas", "1", "4"));
        assertThat(host.asked()).noneMatch(line -> line.startsWith("PUT"));
        acting.back();
        assertThat(((Step.Filling) acting.step().get()).values()).containsEntry("replicas", "4");
    }

    @Test
    void what_the_server_made_differently_is_told() throws Exception {
        ActionViewModel acting = action("scale", MODEL);
        acting.begin();
        outcomes.until(() -> acting.step().get() instanceof Step.Filling);
        acting.send(plan(acting, Map.of("replicas", "4")));
        outcomes.until(() -> acting.step().get() instanceof Step.Done);
        assertThat(((Step.Done) acting.step().get()).outcome().different())
                .containsExactly(new Change("replicas", "4", "2"));
        assertThat(host.asked()).contains("PUT /models/" + MODEL);
    }

    @Test
    void a_pull_tells_how_far_it_is_and_can_be_stopped() throws Exception {
        CountDownLatch gate = host.hold();
        ActionViewModel acting = action("pull", "");
        acting.begin();
        outcomes.until(() -> acting.step().get() instanceof Step.Filling);
        acting.send(plan(acting, Map.of("model", "qwen3")));
        outcomes.until(() ->
                acting.step().get() instanceof Step.Sending(double share, String what)
                        && share == 0.4
                        && what.equals("pulling weights"));
        acting.stop();
        gate.countDown();
        assertThat(acting.step().get()).isInstanceOf(Step.Stopped.class);
    }

    @Test
    void a_pull_runs_to_its_end() throws Exception {
        ActionViewModel acting = action("pull", "");
        acting.begin();
        outcomes.until(() -> acting.step().get() instanceof Step.Filling);
        acting.send(plan(acting, Map.of("model", "qwen3")));
        outcomes.until(() -> acting.step().get() instanceof Step.Done);
        assertThat(((Step.Done) acting.step().get()).outcome().answers().getFirst())
                .contains("success");
    }

    @Test
    void what_the_action_does_not_take_leads_back_to_the_form() throws Exception {
        ActionViewModel acting = action("pull", "");
        acting.review(Map.of("model", " "));
        outcomes.until(() -> acting.step().get() instanceof Step.Filling);
        assertThat(((Step.Filling) acting.step().get()).wrong())
                .isEqualTo(new Problem.Invalid("Name the model to pull.", "model"));
    }

    @Test
    void what_was_emptied_goes_from_the_server() throws Exception {
        ActionViewModel acting = action("scale", MODEL);
        Plan plan = plan(acting, Map.of("quantization", "fp8", "keep_alive", " "));
        assertThat(plan.changes()).contains(new Change("keep_alive", "\"5m\"", ""));
    }

    @Test
    void a_secret_is_not_shown_in_the_plan() throws Exception {
        ActionViewModel acting = action("pull", "");
        Plan plan = plan(acting, Map.of("model", "qwen3", "token", "hf_abc"));
        String body = String.valueOf(plan.calls().getFirst().body());
        assertThat(body).contains("hf_abc");
        assertThat(acting.shown(body)).doesNotContain("hf_abc").contains("qwen3", "••••••");
    }

    @Test
    void an_action_without_settings_goes_on_to_its_plan_and_a_refusal_is_told() throws Exception {
        ActionViewModel acting = action("delete", "bge-m3");
        acting.begin();
        outcomes.until(() -> acting.step().get() instanceof Step.Reviewing);
        acting.send(((Step.Reviewing) acting.step().get()).plan());
        outcomes.until(() -> acting.step().get() instanceof Step.Failed);
        assertThat(((Step.Failed) acting.step().get()).sent()).isTrue();
    }

    private Plan plan(ActionViewModel acting, Map<String, String> values) throws Exception {
        acting.review(values);
        outcomes.until(() -> acting.step().get() instanceof Step.Reviewing);
        return ((Step.Reviewing) acting.step().get()).plan();
    }

    private ActionViewModel action(String id, String model) {
        ServerAction action =
                kind.actions().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow();
        return new ActionViewModel(
                sample.connections, outcomes.work, connection.id(), action, model);
    }
}
