package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointEvent;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.gateway.snippet.ExampleRequest;
import dev.modeldeck.engine.gateway.snippet.SampleCall;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.metrics.Metrics;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One endpoint: its state as it changes, its events, its workers' output. */
final class PageViewModel {

    private final Work work;
    private final Engine engine;
    private final EndpointName name;
    private final Runnable gone;
    private final ReadOnlyObjectWrapper<Optional<Endpoint>> endpoint =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<EndpointEvent> events = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<List<String>> log = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<GatewayStatus> gateway;
    private final Subscription changes;
    private final Subscription gatewayChanges;
    private Subscription tail = () -> {};

    /**
     * @param gone called when the endpoint no longer exists
     */
    PageViewModel(Work work, Engine engine, EndpointName name, Runnable gone) {
        this.work = work;
        this.engine = engine;
        this.name = name;
        this.gone = gone;
        this.gateway = new ReadOnlyObjectWrapper<>(engine.gateway().get());
        this.changes = work.follow(engine.endpoints().all(), this::changed);
        this.gatewayChanges = work.follow(engine.gateway(), gateway::set);
    }

    EndpointName name() {
        return name;
    }

    ReadOnlyObjectProperty<Optional<Endpoint>> endpoint() {
        return endpoint.getReadOnlyProperty();
    }

    /** Newest first. */
    ObservableList<EndpointEvent> events() {
        return events;
    }

    /** Last lines of the worker that is watched, oldest first. */
    ReadOnlyObjectProperty<List<String>> log() {
        return log.getReadOnlyProperty();
    }

    /** Shows the output of a served entity's worker from now on. */
    void watch(String servedEntity) {
        tail.close();
        log.set(List.of());
        tail = work.follow(engine.endpoints().log(name, servedEntity), log::set);
    }

    void start(Consumer<Problem> failed) {
        change(() -> engine.endpoints().start(name, engine.who()), failed);
    }

    void stop(Consumer<Problem> failed) {
        change(() -> engine.endpoints().stop(name, engine.who()), failed);
    }

    void cancelUpdate(Consumer<Problem> failed) {
        change(() -> engine.endpoints().cancelUpdate(name, engine.who()), failed);
    }

    void delete(Consumer<Problem> failed) {
        change(() -> engine.endpoints().delete(name, engine.who()), failed);
    }

    /** The last minute in figures, read off this thread. */
    void lastMinute(Consumer<Metrics.Snapshot> then) {
        work.run(() -> engine.metrics().lastMinute(name.value()), then, problem -> {});
    }

    /** A call that works, with the gateway's address; empty while the version is not known. */
    Optional<SampleCall> sample() {
        return endpoint.get()
                .flatMap(Endpoint::config)
                .map(config -> config.entities().getFirst())
                .flatMap(this::sample);
    }

    /** Where clients call, or why they cannot. */
    ReadOnlyObjectProperty<GatewayStatus> gateway() {
        return gateway.getReadOnlyProperty();
    }

    /** The address to call, or in its place why the gateway does not listen. */
    String address() {
        return switch (gateway.get()) {
            case GatewayStatus.Listening(URI base) ->
                    base + "/serving-endpoints/" + name + "/invocations";
            case GatewayStatus.Down(String why) -> why;
        };
    }

    /** What the endpoint answers, in Databricks' words. */
    String task() {
        return endpoint.get()
                .flatMap(Endpoint::config)
                .map(config -> config.entities().getFirst())
                .map(this::task)
                .orElse("–");
    }

    void close() {
        changes.close();
        gatewayChanges.close();
        tail.close();
    }

    private String task(ServedEntity entity) {
        return switch (entity.source()) {
            case ServedEntity.External external -> external.task();
            case ServedEntity.Registered _ ->
                    entity.versionIn(engine.registry())
                            .map(version -> version.inspection().task().id())
                            .orElse("–");
        };
    }

    private Optional<SampleCall> sample(ServedEntity entity) {
        return entity.versionIn(engine.registry())
                .map(version -> ExampleRequest.of(name.value(), version.inspection()))
                .map(example ->
                        engine.sampleGateway()
                                .call(example.dialect(), name.value(), example.body()));
    }

    private void changed(List<Endpoint> all) {
        Optional<Endpoint> now = all.stream().filter(e -> e.name().equals(name)).findFirst();
        if (now.isEmpty()) {
            if (endpoint.get().isPresent()) {
                gone.run();
            }
            return;
        }
        endpoint.set(now);
        Endpoints endpoints = engine.endpoints();
        work.run(() -> endpoints.events(name), read -> events.setAll(read), problem -> {});
    }

    private void change(Runnable action, Consumer<Problem> failed) {
        work.run(action, () -> {}, failed);
    }
}
