package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.MemoryEstimate;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.quality.QualityReport;

import javafx.beans.Observable;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One served entity of the form: which version, on what, how large, for which share of the calls.
 */
final class EntityViewModel implements EntityForm {

    /** A variable by which a person names a PyTorch of their own. */
    private static final String OWN_PYTORCH = "PYTORCH_LIBRARY_PATH=";

    private static final List<String> ENCODERS = List.of("auto", "f32", "bf16", "fp16", "int8");
    private static final List<String> DTYPES =
            Stream.concat(ENCODERS.stream(), Stream.of("int4")).toList();
    static final int MOST_CONCURRENT = 1024;

    /** What was measured, for as far as it is known by now. */
    interface Known {
        ObservableValue<OptionalDouble> memorySpeed();

        /** Tells what is known of a version's quality, soon. */
        void quality(ModelVersion version, Consumer<List<QualityReport>> told);
    }

    private final Texts texts = Texts.of("endpoints");
    private final Supplier<List<RegisteredModel>> models;
    private final Known known;

    private final ObjectProperty<@Nullable ModelName> model = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable VersionChoice> version = new SimpleObjectProperty<>();
    private final ObservableList<VersionChoice> versions = FXCollections.observableArrayList();
    private final DraftChoices drafts = new DraftChoices();
    private final ObjectProperty<Machine.Compute> device;
    private final StringProperty dtype = new SimpleStringProperty("auto");
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty environment = new SimpleStringProperty("");
    private final IntegerProperty contextLength = new SimpleIntegerProperty();
    private final IntegerProperty concurrency = new SimpleIntegerProperty(4);
    private final IntegerProperty memoryLimitMb = new SimpleIntegerProperty();
    private final IntegerProperty percentage = new SimpleIntegerProperty(100);
    private final ReadOnlyObjectWrapper<Optional<MemoryEstimate>> need =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<QualityReport>> quality =
            new ReadOnlyObjectWrapper<>(List.of());
    private @Nullable ServedEntity served;

    EntityViewModel(Supplier<List<RegisteredModel>> models, Known known, Machine.Compute device) {
        this.models = models;
        this.known = known;
        this.device = new SimpleObjectProperty<>(device);
        model.subscribe(this::modelChosen);
        version.subscribe(this::versionChosen);
        for (Observable choice :
                List.of(version, this.device, dtype, contextLength, concurrency, drafts.chosen())) {
            choice.addListener(ignored -> price());
        }
    }

    ObjectProperty<@Nullable ModelName> model() {
        return model;
    }

    ObjectProperty<@Nullable VersionChoice> version() {
        return version;
    }

    ObservableList<VersionChoice> versions() {
        return versions;
    }

    ObjectProperty<Machine.Compute> device() {
        return device;
    }

    /** Models that may guess for the chosen one. */
    DraftChoices drafts() {
        return drafts;
    }

    StringProperty dtype() {
        return dtype;
    }

    /** Data types that the chosen version can be computed in. */
    List<String> dtypes() {
        boolean encoder = inspection().filter(found -> found.encoder() != null).isPresent();
        return encoder ? ENCODERS : DTYPES;
    }

    /** Empty for the default, model and version. */
    StringProperty name() {
        return name;
    }

    /** One {@code NAME=value} a line. */
    StringProperty environment() {
        return environment;
    }

    /** 0 for the model's own. */
    IntegerProperty contextLength() {
        return contextLength;
    }

    IntegerProperty concurrency() {
        return concurrency;
    }

    /** 0 for none. */
    IntegerProperty memoryLimitMb() {
        return memoryLimitMb;
    }

    @Override
    public IntegerProperty percentage() {
        return percentage;
    }

    /** Memory that is needed on the device; empty while a choice is missing. */
    ReadOnlyObjectProperty<Optional<MemoryEstimate>> need() {
        return need.getReadOnlyProperty();
    }

    ObservableValue<OptionalDouble> memorySpeed() {
        return known.memorySpeed();
    }

    /** What was measured of the chosen version's data types, the newest report first. */
    ReadOnlyObjectProperty<List<QualityReport>> quality() {
        return quality.getReadOnlyProperty();
    }

    /** What its choices mean, as far as is known by now. */
    PrecisionWords precisions() {
        return new PrecisionWords(
                texts,
                inspection(),
                device.get().id(),
                known.memorySpeed().getValue(),
                quality.get());
    }

    /** What the chosen version holds. */
    Optional<Inspection> inspection() {
        return Optional.ofNullable(version.get()).map(choice -> choice.version().inspection());
    }

    void choose(ModelName wanted, int number) {
        model.set(wanted);
        versions.stream()
                .filter(choice -> choice.version().number() == number)
                .findFirst()
                .ifPresent(version::set);
    }

    /** Takes over an entity that is served already; what the form does not show stays. */
    void fill(ServedEntity entity, int share, List<Machine.Compute> devices) {
        served = entity;
        entity.registered().ifPresent(of -> choose(of.model(), of.version()));
        ServedEntity.Compute compute = entity.compute();
        device.set(
                devices.stream()
                        .filter(d -> d.id().equals(compute.device()))
                        .findFirst()
                        .orElseGet(() -> gone(compute.device())));
        dtype.set(compute.dtype());
        drafts.take(compute.draft());
        contextLength.set(compute.contextLength());
        concurrency.set(compute.concurrency());
        memoryLimitMb.set((int) (compute.memoryLimitBytes() >> 20));
        name.set(entity.name().equals(defaultName()) ? "" : entity.name());
        percentage.set(share);
        StringBuilder lines = new StringBuilder();
        entity.environment().forEach((k, v) -> lines.append(k).append('=').append(v).append('\n'));
        environment.set(lines.toString());
    }

    /** A device that this machine has no more is shown as such, not exchanged for another. */
    private Machine.Compute gone(String id) {
        return new Machine.Compute(id, texts.get("form.compute.gone", id), 0, 0, false);
    }

    /** A device with its free memory; cards of one kind differ in their numbers only. */
    String inWords(Machine.Compute choice) {
        if (choice.totalBytes() == 0) {
            return choice.label();
        }
        String free = Formats.bytes(choice.freeBytes());
        return choice.id().equals("cpu")
                ? texts.get("form.compute.cpu", choice.label(), free)
                : texts.get("form.compute.card", choice.label(), choice.id(), free);
    }

    /** Whether a worker would find no PyTorch for the card, neither ours nor the person's own. */
    private boolean lacksLibraries() {
        return !device.get().ready()
                && environment.get().lines().noneMatch(line -> line.startsWith(OWN_PYTORCH));
    }

    private boolean deviceIsGone() {
        return device.get().totalBytes() == 0;
    }

    @Override
    public String effectiveName() {
        return name.get().isBlank() ? defaultName() : name.get().strip();
    }

    @Override
    public boolean untouched() {
        return version.get() == null;
    }

    @Override
    public Optional<String> complaint() {
        if (version.get() == null) {
            return Optional.of(texts.get("wrong.version"));
        }
        if (deviceIsGone()) {
            return Optional.of(texts.get("wrong.device", device.get().id()));
        }
        if (lacksLibraries()) {
            return Optional.of(texts.get("wrong.libraries"));
        }
        int most = inspection().map(Inspection::contextLength).orElse(0);
        if (most > 0 && contextLength.get() > most) {
            return Optional.of(texts.get("wrong.context", most));
        }
        return environment
                .get()
                .lines()
                .filter(line -> !line.isBlank() && !line.matches("[A-Za-z_][A-Za-z0-9_]*=.*"))
                .findFirst()
                .map(line -> texts.get("wrong.variable", line));
    }

    @Override
    public ServedEntity entity() {
        VersionChoice chosen = version.get();
        if (chosen == null) {
            throw new IllegalStateException("no version chosen");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        environment
                .get()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    int sign = line.indexOf('=');
                    variables.put(line.substring(0, sign), line.substring(sign + 1));
                });
        return new ServedEntity(
                effectiveName(),
                chosen.version().model(),
                chosen.version().number(),
                new ServedEntity.Compute(
                        device.get().id(),
                        dtype.get(),
                        contextLength.get(),
                        concurrency.get(),
                        memoryLimit(),
                        drafts.chosen().get().draft()),
                workloadSize(),
                served != null && served.scaleToZero(),
                variables);
    }

    /** To the byte as it was sent, unless it was changed. */
    private long memoryLimit() {
        long before = served == null ? 0 : served.compute().memoryLimitBytes();
        return before >> 20 == memoryLimitMb.get() ? before : (long) memoryLimitMb.get() << 20;
    }

    /** Databricks' name for that many requests at once; as it was sent, unless that changed. */
    String workloadSize() {
        int wanted = concurrency.get();
        if (served != null && served.compute().concurrency() == wanted) {
            return served.workloadSize();
        }
        return size(wanted);
    }

    private static String size(int concurrency) {
        return concurrency <= 4 ? "Small" : concurrency <= 16 ? "Medium" : "Large";
    }

    /** What that name stands for; alone where it was sent with another number. */
    String workloadSizeInWords() {
        String size = workloadSize();
        return size.equals(size(concurrency.get())) ? texts.get("form.size." + size) : size;
    }

    String defaultName() {
        VersionChoice chosen = version.get();
        return chosen == null
                ? ""
                : chosen.version().model().model() + "-" + chosen.version().number();
    }

    private void modelChosen() {
        ModelName chosen = model.get();
        List<VersionChoice> offered =
                chosen == null
                        ? List.of()
                        : models.get().stream()
                                .filter(one -> one.name().equals(chosen))
                                .flatMap(one -> VersionChoice.of(one).stream())
                                .toList();
        versions.setAll(offered);
        version.set(
                offered.stream()
                        .filter(choice -> choice.aliases().contains("champion"))
                        .findFirst()
                        .or(() -> offered.stream().findFirst())
                        .orElse(null));
    }

    private void versionChosen() {
        int most = inspection().map(Inspection::contextLength).orElse(0);
        if (contextLength.get() > most) {
            contextLength.set(0);
        }
        if (!dtypes().contains(dtype.get())) {
            dtype.set("auto");
        }
        drafts.offer(models.get(), inspection());
        quality.set(List.of());
        VersionChoice chosen = version.get();
        if (chosen != null) {
            known.quality(
                    chosen.version(),
                    reports -> {
                        if (chosen.equals(version.get())) {
                            quality.set(reports);
                        }
                    });
        }
    }

    private void price() {
        Inspection guessing = drafts.chosen().get().holds();
        need.set(
                inspection()
                        .filter(found -> !deviceIsGone())
                        .map(this::price)
                        .map(alone -> guessing == null ? alone : alone.with(price(guessing))));
    }

    /** The draft model remembers what the larger one does. */
    private MemoryEstimate price(Inspection found) {
        int context = contextLength.get();
        int own = inspection().map(Inspection::contextLength).orElse(0);
        return MemoryEstimate.of(
                found,
                dtype.get(),
                device.get().id(),
                context > 0 ? context : own,
                concurrency.get());
    }
}
