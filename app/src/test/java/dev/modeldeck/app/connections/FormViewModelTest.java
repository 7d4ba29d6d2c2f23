package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.connections.FormViewModel.Place;
import dev.modeldeck.app.connections.ProbeViewModel.State;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.ProbeReport;
import dev.modeldeck.engine.connections.ProbeReport.Step;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class FormViewModelTest {

    @TempDir Path folder;

    private final Outcomes outcomes = new Outcomes();
    private final FakeHost host = new FakeHost();
    private SampleConnections sample;
    private FormViewModel form;

    @BeforeEach
    void open() {
        sample = new SampleConnections(folder, new FakeKind());
        form = new FormViewModel(sample.connections, outcomes.work, null);
    }

    @AfterEach
    void close() {
        sample.close();
        host.close();
    }

    @Test
    void a_test_tells_each_step_as_it_is_taken_and_learns_what_it_is() throws Exception {
        List<Integer> seen = new ArrayList<>();
        form.probe()
                .state()
                .subscribe(state -> {
                    if (state instanceof State.Testing(var steps, boolean _)) {
                        seen.add(steps.size());
                    }
                });
        form.address().set(host.address().toString());
        assertThat(form.name().get()).isEqualTo("this machine");
        form.test();
        outcomes.until(() -> form.probe().state().get() instanceof State.Tested);
        assertThat(seen).isSorted().contains(0, 1, 4);
        ProbeReport report = ((State.Tested) form.probe().state().get()).report();
        assertThat(report.well()).isTrue();
        assertThat(form.name().get()).isEqualTo("Sample Server on this machine");
        assertThat(form.settingSpecs()).hasSize(1);
    }

    @Test
    void a_test_that_fails_names_the_step_and_its_cure_and_saving_goes_on() throws Exception {
        host.close();
        form.address().set(host.address().toString());
        form.test();
        outcomes.until(() -> form.probe().state().get() instanceof State.Tested);
        ProbeReport report = ((State.Tested) form.probe().state().get()).report();
        Step failed = report.failure().orElseThrow();
        assertThat(failed.kind()).isEqualTo(ProbeReport.Kind.TCP);
        assertThat(failed.cure()).isNotEmpty();
        List<String> saved = new ArrayList<>();
        form.save(saved::add);
        outcomes.until(() -> !saved.isEmpty());
        assertThat(sample.connections.find("this machine")).isPresent();
    }

    @Test
    void a_test_that_is_left_tells_nothing_any_more() throws Exception {
        form.address().set(host.address().toString());
        form.test();
        form.close();
        assertThat(form.probe().state().get()).isInstanceOf(State.Untested.class);
        form.test();
        outcomes.until(() -> form.probe().state().get() instanceof State.Tested);
    }

    @Test
    void a_name_that_a_person_chose_is_not_replaced() throws Exception {
        form.name().set("the big one");
        form.address().set(host.address().toString());
        form.test();
        outcomes.until(() -> form.probe().state().get() instanceof State.Tested);
        assertThat(form.name().get()).isEqualTo("the big one");
    }

    @Test
    void what_is_wrong_stands_where_it_is_wrong() throws Exception {
        form.save(id -> {});
        assertThat(form.complaint().get().place()).isEqualTo(Place.ADDRESS);
        form.address().set("ftp://host");
        form.save(id -> {});
        assertThat(form.complaint().get().place()).isEqualTo(Place.ADDRESS);
        form.address().set("http://gpu-3:8000");
        form.access().auth().set(AuthKind.BEARER);
        form.save(id -> {});
        assertThat(form.complaint().get().place()).isEqualTo(Place.AUTH);
        form.access().auth().set(AuthKind.NONE);
        form.access().text(AccessViewModel.Text.ATTEMPTS).set("many");
        form.save(id -> {});
        assertThat(form.complaint().get().place()).isEqualTo(Place.NETWORK);
        form.access().text(AccessViewModel.Text.ATTEMPTS).set("1");
        sample.save("taken", URI.create("http://elsewhere"));
        form.name().set("taken");
        form.save(id -> {});
        outcomes.until(() -> form.complaint().get().place() == Place.NAME);
    }

    @Test
    void a_secret_is_kept_elsewhere_and_comes_back_only_as_kept() throws Exception {
        form.address().set("http://gpu-3:8000");
        form.access().auth().set(AuthKind.BEARER);
        form.access().secret(AuthKind.BEARER).typed().set(" sk-very-secret ");
        List<String> saved = new ArrayList<>();
        form.save(saved::add);
        outcomes.until(() -> !saved.isEmpty());
        assertThat(sample.secrets.kept).containsValue("sk-very-secret");
        ConnectionView view = sample.connections.find("gpu-3").orElseThrow();
        FormViewModel again = new FormViewModel(sample.connections, outcomes.work, view);
        SecretViewModel secret = again.access().secret(AuthKind.BEARER);
        assertThat(secret.kept().get()).isTrue();
        assertThat(secret.typed().get()).isEmpty();
        again.name().set("renamed");
        again.save(saved::add);
        outcomes.until(() -> saved.size() == 2);
        assertThat(saved).containsOnly(view.connection().id());
        assertThat(sample.secrets.kept).containsValue("sk-very-secret");
        secret.forget();
        again.save(saved::add);
        assertThat(again.complaint().get().place()).isEqualTo(Place.AUTH);
    }

    @Test
    void a_reference_that_a_person_wrote_stands_as_it_was_written() {
        Access access = Access.as(new Auth.ApiKey("x-api-key", "{{secrets/prod/claude}}"));
        Connection saved =
                sample.connections.save(
                        Connection.to("claude", URI.create("http://gpu-3:8000"), access));
        ConnectionView view = sample.connections.find(saved.name()).orElseThrow();
        FormViewModel again = new FormViewModel(sample.connections, outcomes.work, view);
        assertThat(again.access().auth().get()).isEqualTo(AuthKind.API_KEY);
        assertThat(again.access().name(AuthKind.API_KEY).get()).isEqualTo("x-api-key");
        assertThat(again.access().secret(AuthKind.API_KEY).typed().get())
                .isEqualTo("{{secrets/prod/claude}}");
        assertThat(again.access().secret(AuthKind.API_KEY).kept().get()).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void every_way_to_prove_who_one_is_comes_back_as_it_was_saved(Auth auth) {
        Connection saved =
                sample.connections.save(
                        Connection.to("it", URI.create("http://gpu-4:8000"), Access.as(auth)));
        ConnectionView view = sample.connections.find(saved.name()).orElseThrow();
        FormViewModel again = new FormViewModel(sample.connections, outcomes.work, view);
        assertThat(again.access().access().auth()).isEqualTo(auth);
    }

    static List<Auth> every_way_to_prove_who_one_is_comes_back_as_it_was_saved() {
        String secret = "{{secrets/prod/key}}";
        return List.of(
                new Auth.None(),
                new Auth.Bearer(secret),
                new Auth.Basic("me", secret),
                new Auth.ApiKey("x-api-key", secret),
                new Auth.OAuth("client", secret),
                new Auth.OAuth("client", secret, "https://login.example/token", "models.read"),
                new Auth.GoogleAccount(secret),
                new Auth.AwsKeys("AKID", secret, ""),
                new Auth.AwsKeys("AKID", secret, "eu-west-1"));
    }

    @Test
    void everything_of_the_network_comes_back_as_it_was_saved() throws Exception {
        AccessViewModel access = form.access();
        assertThat(access.unusual()).isFalse();
        form.address().set("https://gpu-3");
        form.kind().set("sample");
        form.settings().put("metrics", "http://gpu-3:9090");
        HeaderViewModel header = access.addHeader();
        header.name().set("X-Team");
        header.value().typed().set("search");
        access.addHeader(); // one that was left blank
        access.text(AccessViewModel.Text.PROXY).set("http://proxy:3128");
        access.text(AccessViewModel.Text.PROXY_USER).set("me");
        access.proxyPassword().typed().set("pw");
        access.text(AccessViewModel.Text.CONNECT).set("3");
        List<String> saved = new ArrayList<>();
        form.save(saved::add);
        outcomes.until(() -> !saved.isEmpty());
        Connection kept = sample.connections.all().get().getFirst().connection();
        assertThat(kept.access().headers()).containsOnlyKeys("X-Team");
        assertThat(kept.access().proxyPassword()).startsWith("{{secrets/");
        assertThat(kept.settings()).containsEntry("metrics", "http://gpu-3:9090");
        FormViewModel again =
                new FormViewModel(
                        sample.connections,
                        outcomes.work,
                        sample.connections.all().get().getFirst());
        assertThat(again.access().unusual()).isTrue();
        assertThat(again.access().access()).isEqualTo(kept.access());
        assertThat(again.shownKind().get()).isEqualTo("sample");
    }
}
