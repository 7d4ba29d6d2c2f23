package dev.modeldeck.app.controls;

import static dev.modeldeck.engine.endpoints.Endpoint.Deployment.DEPLOYMENT_CREATING;
import static dev.modeldeck.engine.endpoints.Endpoint.Deployment.DEPLOYMENT_FAILED;
import static dev.modeldeck.engine.endpoints.Endpoint.Deployment.DEPLOYMENT_READY;
import static dev.modeldeck.engine.endpoints.Endpoint.Deployment.DEPLOYMENT_RECOVERING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.Endpoint.Deployment;
import dev.modeldeck.engine.endpoints.Endpoint.EntityStatus;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.kernel.EndpointName;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

class LightTest {

    @Test
    void an_endpoint_with_one_worker_that_answers_is_ready() {
        assertThat(of(EndpointState.READY, DEPLOYMENT_RECOVERING, DEPLOYMENT_READY))
                .isEqualTo(new Light("Ready", StatusPill.Tone.GOOD));
    }

    @Test
    void an_endpoint_whose_workers_are_all_being_started_again_is_recovering() {
        assertThat(of(EndpointState.READY, DEPLOYMENT_RECOVERING, DEPLOYMENT_FAILED))
                .isEqualTo(new Light("Recovering", StatusPill.Tone.BUSY));
    }

    @Test
    void an_endpoint_whose_workers_are_all_gone_does_not_answer() {
        assertThat(of(EndpointState.READY, DEPLOYMENT_FAILED))
                .isEqualTo(new Light("Not answering", StatusPill.Tone.BAD));
    }

    @Test
    void an_endpoint_that_is_not_to_answer_yet_says_why() {
        assertThat(of(EndpointState.UPDATING, DEPLOYMENT_CREATING))
                .isEqualTo(new Light("Not ready (Updating)", StatusPill.Tone.BUSY));
    }

    private static Light of(EndpointState state, Deployment... workers) {
        return Light.of(
                new Endpoint(
                        "id",
                        new EndpointName("chat"),
                        "me",
                        "",
                        Map.of(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        state,
                        null,
                        null,
                        null,
                        Stream.of(workers).map(LightTest::worker).toList()));
    }

    private static EntityStatus worker(Deployment deployment) {
        return new EntityStatus("one", false, deployment, 1, "", 1, 0);
    }
}
