package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.Endpoint.EntityStatus;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.registry.ModelName;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.stream.Collectors;

/** What an endpoint is, what it serves now, and what is being started beside it. */
final class OverviewPane extends VBox {

    private final PageViewModel model;
    private final Texts texts;
    private final FiguresRow figures;

    OverviewPane(PageViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        this.figures = new FiguresRow(model, texts);
        getStyleClass().addAll("stack-16", "overview");
        model.endpoint().subscribe(this::refresh);
        model.gateway().subscribe(this::refresh);
        refresh();
    }

    private void refresh() {
        model.endpoint().get().ifPresent(this::show);
    }

    private void show(Endpoint endpoint) {
        getChildren().clear();
        String trouble = endpoint.trouble();
        if (trouble != null) {
            getChildren().add(trouble(trouble));
        }
        HBox configs = new HBox(16);
        EndpointConfig active = endpoint.active();
        EndpointConfig pending = endpoint.pending();
        if (active != null) {
            configs.getChildren().add(card(texts.get("page.active"), active, endpoint, false));
        }
        if (pending != null) {
            String title = texts.get(endpoint.state().updating() ? "page.pending" : "page.failed");
            configs.getChildren().add(card(title, pending, endpoint, true));
        }
        getChildren().addAll(configs, figures, facts(endpoint));
    }

    private static Label trouble(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("trouble");
        return label;
    }

    private Node card(String title, EndpointConfig config, Endpoint endpoint, boolean pending) {
        Label headline = new Label(title);
        headline.getStyleClass().add("section-title");
        Label version = new Label(texts.get("page.version", config.version()));
        version.getStyleClass().add("caption");
        HBox head = new HBox(8, headline, version);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox card = new VBox(12, head);
        card.getStyleClass().add("card");
        HBox.setHgrow(card, Priority.ALWAYS);
        for (ServedEntity entity : config.entities()) {
            Optional<EntityStatus> status =
                    endpoint.entities().stream()
                            .filter(s -> s.servedEntity().equals(entity.name()))
                            .filter(s -> s.pending() == pending)
                            .findFirst();
            card.getChildren().add(entity(entity, EndpointRow.share(config, entity), status));
        }
        return card;
    }

    private Node entity(ServedEntity entity, int share, Optional<EntityStatus> status) {
        Label name = new Label(entity.name());
        name.getStyleClass().add("medium");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label traffic = new Label(share + " %");
        traffic.getStyleClass().add("chip");
        HBox head = new HBox(8, name, traffic, space);
        head.setAlignment(Pos.CENTER_LEFT);
        Label what = new Label(words(entity));
        what.getStyleClass().add("caption");
        VBox box = new VBox(6, head, what);
        box.getStyleClass().add("well-tight");
        status.ifPresent(now -> {
            head.getChildren().add(pill(now));
            addProgress(box, now);
        });
        return box;
    }

    private static String words(ServedEntity entity) {
        ServedEntity.Compute compute = entity.compute();
        ServedEntity.Draft draft = compute.draft();
        return switch (entity.source()) {
            case ServedEntity.External external -> external.name() + "  ·  " + external.place();
            case ServedEntity.Registered(ModelName model, int version) ->
                    model + ", version " + version + "  ·  " + words(compute, draft);
        };
    }

    private static String words(ServedEntity.Compute compute, ServedEntity.@Nullable Draft draft) {
        return (compute.device().equals("cpu") ? "CPU" : compute.device())
                + "  ·  "
                + compute.concurrency()
                + " at once"
                + (compute.contextLength() > 0 ? "  ·  context " + compute.contextLength() : "")
                + (compute.dtype().equals("auto") ? "" : "  ·  " + compute.dtype())
                + (draft == null ? "" : "  ·  " + draft.model() + " guesses");
    }

    private StatusPill pill(EntityStatus status) {
        return new StatusPill(
                texts.get("deployment." + status.deployment()),
                switch (status.deployment()) {
                    case DEPLOYMENT_READY -> StatusPill.Tone.GOOD;
                    case DEPLOYMENT_CREATING, DEPLOYMENT_RECOVERING -> StatusPill.Tone.BUSY;
                    case DEPLOYMENT_FAILED -> StatusPill.Tone.BAD;
                    case DEPLOYMENT_ABORTED -> StatusPill.Tone.OFF;
                });
    }

    private void addProgress(VBox box, EntityStatus status) {
        boolean creating = status.deployment() == Endpoint.Deployment.DEPLOYMENT_CREATING;
        if (creating) {
            ProgressBar bar = new ProgressBar(status.progress());
            bar.setMaxWidth(Double.MAX_VALUE);
            box.getChildren().add(bar);
        }
        boolean ready = status.deployment() == Endpoint.Deployment.DEPLOYMENT_READY;
        String text = ready || status.message().isEmpty() ? process(status) : status.message();
        if (text.isEmpty()) { // a model elsewhere is ready, and that is all there is to say
            return;
        }
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("caption");
        box.getChildren().add(label);
    }

    private String process(EntityStatus status) {
        return (status.pid() > 0 ? texts.get("page.worker.pid", status.pid()) : "")
                + (status.restarts() > 0
                        ? texts.get("page.worker.restarts", status.restarts())
                        : "");
    }

    private Node facts(Endpoint endpoint) {
        KeyValueGrid grid = new KeyValueGrid();
        grid.getStyleClass().add("card");
        grid.add(texts.get("page.url"), model.address());
        grid.add(texts.get("page.task"), model.task());
        grid.add(
                texts.get("page.creator"),
                endpoint.creator() + ", " + Formats.moment(endpoint.createdAt()));
        grid.add(texts.get("page.updated"), Formats.moment(endpoint.updatedAt()));
        if (!endpoint.description().isBlank()) {
            grid.add(texts.get("page.description"), endpoint.description());
        }
        if (!endpoint.tags().isEmpty()) {
            grid.add(
                    texts.get("page.tags"),
                    endpoint.tags().entrySet().stream()
                            .map(tag -> tag.getKey() + " = " + tag.getValue())
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        return grid;
    }
}
