package dev.modeldeck.engine.remote.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;

import org.junit.jupiter.api.Test;

/** A tracking server of MLflow. */
class TrackingContractTest extends RemoteServerContract {

    @Override
    protected RemoteServer server() {
        return new TrackingServer();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on("GET /health", FakeServer.text(200, "OK"))
                .on("GET /version", FakeServer.text(200, "3.6.0"))
                .on(
                        "GET /api/2.0/mlflow/registered-models/search",
                        """
                        {"registered_models": [{"name": "churn", "description": "who leaves",
                          "last_updated_timestamp": 1700000000000,
                          "latest_versions": [{"version": "9"}, {"version": "10"}],
                          "aliases": [{"alias": "champion", "version": "9"}]}],
                         "next_page_token": "x"}\
                        """)
                .on(
                        "GET /api/2.0/mlflow/registered-models/get",
                        "{\"registered_model\": {\"name\": \"churn\", \"aliases\": [{\"alias\": \"champion\", \"version\": \"9\"}]}}");
    }

    @Override
    protected String model() {
        return "churn";
    }

    @Override
    protected boolean answers() {
        return false;
    }

    @Override
    protected String query() {
        throw new AssertionError("answers nothing");
    }

    @Override
    protected FakeServer.Answer answer() {
        throw new AssertionError("answers nothing");
    }

    @Override
    protected void check(InferenceResult result) {
        throw new AssertionError("answers nothing");
    }

    @Test
    void registered_models_tell_their_versions_and_aliases() {
        var look = server().look(site());
        assertThat(look.version()).isEqualTo("3.6.0");
        assertThat(look.facts()).containsKey("Models");
        ServedModel model = look.models().getFirst();
        assertThat(model.facts())
                .containsEntry("Latest version", "10")
                .containsEntry("Aliases", "champion=9")
                .containsEntry("Last updated", "2023-11-14T22:13:20Z");
    }

    @Test
    void its_models_are_not_called() {
        Problem problem = problem(() -> call(site()));
        assertThat(problem).isInstanceOf(Problem.Unsupported.class);
        assertThat(problem.message()).contains("mlflow models serve");
    }
}
