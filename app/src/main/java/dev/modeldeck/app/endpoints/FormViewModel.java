package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.Registry;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The form that makes an endpoint, or changes what one serves. */
final class FormViewModel {

    /** What was filled in, read before it leaves the FX thread. */
    private record Wanted(
            EndpointName name,
            String description,
            Map<String, String> tags,
            EndpointConfig config) {}

    private final Texts texts = Texts.of("endpoints");
    private final Work work;
    private final Registry registry;
    private final Endpoints endpoints;
    private final Supplier<List<ConnectionView>> connections;
    private final Machine machine;
    private final EntityViewModel.Known known;
    private final String who;
    private final @Nullable Endpoint edited;

    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty description = new SimpleStringProperty("");
    private final StringProperty tags = new SimpleStringProperty("");
    private final StringProperty complaint = new SimpleStringProperty("");
    private final ObservableList<EntityForm> entities = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper();

    /**
     * @param edited the endpoint to be changed; null for a new one
     */
    FormViewModel(
            Work work,
            Registry registry,
            Endpoints endpoints,
            Supplier<List<ConnectionView>> connections,
            MachineFacts facts,
            String who,
            @Nullable Endpoint edited) {
        this.work = work;
        this.registry = registry;
        this.endpoints = endpoints;
        this.connections = connections;
        this.machine = facts.machine();
        this.known = new AskedFor(facts, work);
        this.who = who;
        this.edited = edited;
        if (edited != null) {
            takeOver(edited);
        }
    }

    boolean editing() {
        return edited != null;
    }

    StringProperty name() {
        return name;
    }

    StringProperty description() {
        return description;
    }

    /** {@code key=value}, separated by commas. */
    StringProperty tags() {
        return tags;
    }

    /** What is wrong, in a sentence; empty when nothing is. */
    StringProperty complaint() {
        return complaint;
    }

    ObservableList<EntityForm> entities() {
        return entities;
    }

    ReadOnlyBooleanProperty saving() {
        return saving.getReadOnlyProperty();
    }

    List<ModelName> models() {
        return VersionChoice.models(registry.models().get());
    }

    List<Machine.Compute> devices() {
        return machine.computes();
    }

    /** Adds an entity and gives all of them even shares. */
    EntityViewModel add() {
        EntityViewModel entity =
                new EntityViewModel(
                        () -> registry.models().get(), known, machine.computes().getFirst());
        entities.add(entity);
        splitEvenly();
        return entity;
    }

    /** Adds a model of a server elsewhere; a card that nobody has touched gives way to it. */
    ExternalViewModel addExternal() {
        entities.removeIf(EntityForm::untouched);
        ExternalViewModel entity = new ExternalViewModel(connections);
        entities.add(entity);
        splitEvenly();
        return entity;
    }

    void addExternal(String connection, String model) {
        addExternal().choose(connection, model);
        if (name.get().isBlank()) {
            name.set(suggestion(model));
        }
    }

    void add(ModelName model, int version) {
        add().choose(model, version);
        if (name.get().isBlank()) {
            name.set(suggestion(model.model()));
        }
    }

    void remove(EntityForm entity) {
        entities.remove(entity);
        splitEvenly();
    }

    /** Whole percents that add up to 100; the first takes what is left over. */
    void splitEvenly() {
        int count = entities.size();
        for (int i = 0; i < count; i++) {
            entities.get(i).percentage().set(100 / count + (i == 0 ? 100 % count : 0));
        }
    }

    /** Checks, then creates or updates; {@code done} gets the endpoint's name. */
    void save(Consumer<EndpointName> done) {
        complaint.set("");
        Optional<String> wrong =
                entities.isEmpty()
                        ? Optional.of(texts.get("wrong.entities"))
                        : entities.stream().flatMap(e -> e.complaint().stream()).findFirst();
        if (wrong.isPresent()) {
            complaint.set(wrong.get());
            return;
        }
        try {
            List<ServedEntity> served = entities.stream().map(EntityForm::entity).toList();
            List<EndpointConfig.Route> routes = routes();
            EndpointConfig checked = new EndpointConfig(1, served, routes);
            EndpointName endpoint = new EndpointName(name.get().strip());
            Wanted wanted = new Wanted(endpoint, description.get().strip(), tagMap(), checked);
            saving.set(true);
            work.run(
                    () -> edited == null ? create(wanted) : change(edited, wanted),
                    saved -> {
                        saving.set(false);
                        done.accept(saved.name());
                    },
                    this::failed);
        } catch (EngineException e) {
            complaint.set(e.problem().message());
        }
    }

    private Endpoint create(Wanted wanted) {
        return endpoints.create(
                new NewEndpoint(
                        wanted.name(),
                        wanted.description(),
                        wanted.tags(),
                        wanted.config().entities(),
                        wanted.config().routes(),
                        who));
    }

    /**
     * Workers start anew only where what is served changed. That comes first, for it can be
     * refused: then the description stays as it was too.
     */
    private Endpoint change(Endpoint before, Wanted wanted) {
        EndpointConfig config = wanted.config();
        if (before.config().filter(config::servesTheSameAs).isEmpty()) {
            endpoints.update(wanted.name(), config.entities(), config.routes(), who);
        }
        return endpoints.describe(wanted.name(), wanted.description(), wanted.tags(), who);
    }

    private void failed(Problem problem) {
        saving.set(false);
        complaint.set(problem.message());
    }

    private List<EndpointConfig.Route> routes() {
        return entities.stream()
                .map(e -> new EndpointConfig.Route(e.effectiveName(), e.percentage().get()))
                .toList();
    }

    private Map<String, String> tagMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String tag : tags.get().split(",")) {
            if (!tag.isBlank()) {
                int sign = tag.indexOf('=');
                map.put(
                        (sign < 0 ? tag : tag.substring(0, sign)).strip(),
                        sign < 0 ? "" : tag.substring(sign + 1).strip());
            }
        }
        return map;
    }

    private void takeOver(Endpoint endpoint) {
        name.set(endpoint.name().value());
        description.set(endpoint.description());
        tags.set(
                String.join(
                        ", ",
                        endpoint.tags().entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .toList()));
        endpoint.config().ifPresent(this::takeOver);
    }

    private void takeOver(EndpointConfig config) {
        for (ServedEntity served : config.entities()) {
            int share = EndpointRow.share(config, served);
            switch (served.source()) {
                case ServedEntity.Registered _ -> add().fill(served, share, machine.computes());
                case ServedEntity.External external -> addExternal().fill(served, external, share);
            }
        }
        for (int i = 0; i < entities.size(); i++) {
            ServedEntity served = config.entities().get(i);
            entities.get(i).percentage().set(EndpointRow.share(config, served));
        }
    }

    /** The model's word as an endpoint name that is still free. */
    private String suggestion(String model) {
        String word = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
        String candidate = word;
        for (int i = 2; endpoints.find(new EndpointName(candidate)).isPresent(); i++) {
            candidate = word + "-" + i;
        }
        return candidate;
    }
}
