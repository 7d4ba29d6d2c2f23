package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.ProbeReport;
import dev.modeldeck.engine.connections.ProbeReport.Kind;
import dev.modeldeck.engine.connections.ProbeReport.Step;
import dev.modeldeck.engine.connections.ServerLook;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The steps on the way to a server, one below the other, and what came of them. */
final class ProbePane extends VBox {

    /** Milliseconds from which a time tells anything. */
    private static final double LEAST = 0.05;

    private final Texts texts = Texts.of("connections");
    private final ConnectionWords words;
    private final Label verdict = new Label();
    private final VBox steps = new VBox();
    private final Label hint = new Label();

    /**
     * @param hint what is said below a failure; empty for nothing
     */
    ProbePane(ProbeViewModel model, ConnectionWords words, String hint) {
        this.words = words;
        getStyleClass().addAll("stack-16", "probe");
        verdict.setWrapText(true);
        verdict.setMinHeight(USE_PREF_SIZE);
        verdict.setMaxWidth(Double.MAX_VALUE);
        this.hint.setText(hint);
        this.hint.setWrapText(true);
        this.hint.setMinHeight(USE_PREF_SIZE);
        this.hint.getStyleClass().add("caption");
        this.hint.managedProperty().bind(this.hint.visibleProperty());
        getChildren().addAll(verdict, steps, this.hint);
        model.state().subscribe(this::show);
    }

    private void show(ProbeViewModel.State state) {
        hint.setVisible(false);
        switch (state) {
            case ProbeViewModel.State.Untested _ -> {
                say(texts.get("probe.untested"), "muted");
                draw(List.of(), true, false);
            }
            case ProbeViewModel.State.Testing(List<Step> taken, boolean secure) -> {
                say(texts.get("probe.testing"), "muted");
                draw(taken, secure, true);
            }
            case ProbeViewModel.State.Tested(ProbeReport report, boolean secure) -> {
                conclude(report);
                draw(report.steps(), secure, false);
            }
            case ProbeViewModel.State.Troubled(var problem) -> {
                say(problem.message(), "verdict-bad");
                draw(List.of(), true, false);
            }
        }
    }

    private void conclude(ProbeReport report) {
        ServerLook look = report.look();
        if (look != null) {
            String what = (words.kind(report.server()) + " " + look.version()).strip();
            int models = look.models().size();
            say(
                    models == 1
                            ? texts.get("probe.well.one", what)
                            : texts.get("probe.well", what, models),
                    "verdict-good");
        } else {
            report.failure()
                    .ifPresent(
                            step -> say(texts.get("probe.failed." + step.kind()), "verdict-bad"));
            hint.setVisible(!hint.getText().isEmpty());
        }
    }

    private void say(String text, String style) {
        verdict.setText(text);
        verdict.getStyleClass().setAll("label", style);
    }

    /**
     * Those that were taken, then those that would come.
     *
     * @param going whether the first of those to come is being taken
     */
    private void draw(List<Step> taken, boolean secure, boolean going) {
        steps.getChildren().setAll(taken.stream().map(this::row).toList());
        boolean failed = taken.stream().anyMatch(step -> !step.ok());
        boolean next = going && !failed;
        for (Kind kind : toCome(taken, secure)) {
            String title = texts.get("step." + kind);
            steps.getChildren()
                    .add(new StepRow(title, next ? StepRow.Mark.GOING : StepRow.Mark.TO_COME));
            next = false;
        }
        if (!steps.getChildren().isEmpty()) {
            ((StepRow) steps.getChildren().getLast()).endHere();
        }
    }

    private StepRow row(Step step) {
        StepRow row =
                new StepRow(
                        texts.get("step." + step.kind()),
                        step.ok() ? StepRow.Mark.WELL : StepRow.Mark.FAILED);
        // Being let in and being told the models is one call, whose time stands at the latter.
        double millis = step.took().toNanos() / 1e6;
        boolean timed = millis >= LEAST && (!step.ok() || step.kind() != Kind.AUTHENTICATION);
        row.tell(step.said(), timed ? Formats.millis(millis) : "");
        if (!step.cure().isEmpty()) {
            row.advise(step.cure());
        }
        return row;
    }

    private static List<Kind> toCome(List<Step> taken, boolean secure) {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        taken.forEach(step -> seen.add(step.kind()));
        Kind last = taken.isEmpty() ? null : taken.getLast().kind();
        return Arrays.stream(Kind.values())
                .filter(kind -> !seen.contains(kind))
                .filter(kind -> last == null || kind.compareTo(last) > 0)
                .filter(kind -> secure || kind != Kind.TLS)
                .toList();
    }
}
