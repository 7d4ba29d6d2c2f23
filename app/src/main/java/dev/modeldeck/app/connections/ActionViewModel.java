package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.ActionOutcome;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.stream.Collectors;

/** An action on a server: what is filled in, what would be sent, and what came of it. */
final class ActionViewModel {

    /** How far it is. */
    sealed interface Step {

        /** The server is asked what is set there now. */
        record Preparing() implements Step {}

        /**
         * @param values with which the form begins
         * @param wrong what the server or the action does not take; null for nothing
         */
        record Filling(Map<String, String> values, @Nullable Problem wrong) implements Step {}

        record Planning() implements Step {}

        record Reviewing(Plan plan) implements Step {}

        /**
         * @param fraction negative where unknown
         */
        record Sending(double fraction, String what) implements Step {}

        record Done(ActionOutcome outcome) implements Step {}

        /** A person ended it while it was being sent. */
        record Stopped() implements Step {}

        /**
         * @param sent whether anything may have been changed
         */
        record Failed(Problem problem, boolean sent) implements Step {}
    }

    private final Connections connections;
    private final Work work;
    private final String id;
    private final ServerAction action;
    private final String model;
    private final ReadOnlyObjectWrapper<Step> step =
            new ReadOnlyObjectWrapper<>(new Step.Preparing());
    private Map<String, String> values = Map.of();
    private Work.Handle running = () -> {};
    private Subscription progress = () -> {};

    /**
     * @param id of the connection
     * @param model on which it acts; empty for the server itself
     */
    ActionViewModel(
            Connections connections, Work work, String id, ServerAction action, String model) {
        this.connections = connections;
        this.work = work;
        this.id = id;
        this.action = action;
        this.model = model;
    }

    ServerAction action() {
        return action;
    }

    String model() {
        return model;
    }

    ReadOnlyObjectProperty<Step> step() {
        return step.getReadOnlyProperty();
    }

    /** Reads what is set there now; without anything to fill in it goes on to the plan. */
    void begin() {
        step.set(new Step.Preparing());
        if (action.settings().isEmpty()) {
            review(Map.of());
            return;
        }
        running =
                work.run(
                        () -> connections.present(id, action, model),
                        present -> step.set(new Step.Filling(present, null)),
                        problem -> step.set(new Step.Failed(problem, false)));
    }

    /**
     * Asks what would be sent and changed.
     *
     * @param filled values by the key of their setting; a blank one was left empty, or emptied,
     *     which takes away what the server has there
     */
    void review(Map<String, String> filled) {
        values =
                filled.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        entry ->
                                                entry.getValue().isBlank()
                                                        ? ""
                                                        : entry.getValue()));
        Map<String, String> wanted = values;
        step.set(new Step.Planning());
        running =
                work.run(
                        () -> connections.plan(id, action, model, wanted),
                        plan -> step.set(new Step.Reviewing(plan)),
                        problem ->
                                step.set(
                                        action.settings().isEmpty()
                                                ? new Step.Failed(problem, false)
                                                : new Step.Filling(wanted, problem)));
    }

    /** From the plan to the form. */
    void back() {
        step.set(new Step.Filling(values, null));
    }

    void send(Plan plan) {
        LiveValue<Step> told = new LiveValue<>(new Step.Sending(-1, ""));
        step.set(told.get());
        progress = work.follow(told, step::set);
        running =
                work.run(
                        () ->
                                connections.run(
                                        id,
                                        plan,
                                        (fraction, what) ->
                                                told.set(new Step.Sending(fraction, what))),
                        outcome -> end(new Step.Done(outcome)),
                        problem -> end(new Step.Failed(problem, true)));
    }

    /** Cuts what is being sent; what the server did already stays. */
    void stop() {
        running.cancel();
        end(new Step.Stopped());
    }

    /** Its sheet is closed. */
    void close() {
        running.cancel();
        progress.close();
    }

    /** A text as it may be shown: with what was typed as a secret left out. */
    String shown(String text) {
        String hidden = text;
        for (SettingSpec spec : action.settings()) {
            String value = values.getOrDefault(spec.key(), "");
            if (spec.kind() instanceof SettingSpec.Kind.Secret
                    && !value.isEmpty()
                    && !value.startsWith("{{")) {
                hidden = hidden.replace("\"" + value + "\"", "\"••••••\"");
            }
        }
        return hidden;
    }

    private void end(Step last) {
        progress.close();
        step.set(last);
    }
}
