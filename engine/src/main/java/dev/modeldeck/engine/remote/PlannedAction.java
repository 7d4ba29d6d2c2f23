package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An action in one expression: {@code PlannedAction.onModel("unload", "Unload", …).when(…)}.
 *
 * @param offered with which models it can be done
 * @param start the values with which its form begins
 */
public record PlannedAction(
        String id,
        String label,
        String help,
        Target target,
        boolean destructive,
        boolean creates,
        List<SettingSpec> settings,
        Predicate<ServedModel> offered,
        Start start,
        Planner planner)
        implements ServerAction {

    /** Says how things are now; reads only. */
    @FunctionalInterface
    public interface Start {
        Map<String, String> of(Site site, String model);
    }

    /** Says what would be sent; reads only. */
    @FunctionalInterface
    public interface Planner {
        Plan plan(Site site, String model, Values values);
    }

    public PlannedAction {
        settings = List.copyOf(settings);
    }

    public static PlannedAction onServer(String id, String label, String help, Planner planner) {
        return on(Target.SERVER, id, label, help, planner);
    }

    public static PlannedAction onModel(String id, String label, String help, Planner planner) {
        return on(Target.MODEL, id, label, help, planner);
    }

    private static PlannedAction on(
            Target target, String id, String label, String help, Planner planner) {
        return new PlannedAction(
                id,
                label,
                help,
                target,
                false,
                false,
                List.of(),
                _ -> true,
                (_, _) -> Map.of(),
                planner);
    }

    public PlannedAction asking(SettingSpec... specs) {
        return asking(List.of(specs));
    }

    public PlannedAction asking(List<SettingSpec> specs) {
        return new PlannedAction(
                id, label, help, target, destructive, creates, specs, offered, start, planner);
    }

    public PlannedAction when(Predicate<ServedModel> condition) {
        return new PlannedAction(
                id, label, help, target, destructive, creates, settings, condition, start, planner);
    }

    /** Its form begins with how things are. */
    public PlannedAction beginning(Start values) {
        return new PlannedAction(
                id, label, help, target, destructive, creates, settings, offered, values, planner);
    }

    /** Something is lost by it. */
    public PlannedAction destroying() {
        return new PlannedAction(
                id, label, help, target, true, creates, settings, offered, start, planner);
    }

    /** Something that can be called comes to be by it. */
    public PlannedAction creating() {
        return new PlannedAction(
                id, label, help, target, destructive, true, settings, offered, start, planner);
    }

    @Override
    public Map<String, String> present(Site site, String model) {
        return start.of(site, model);
    }

    @Override
    public boolean offeredFor(ServedModel model) {
        return offered.test(model);
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        return planner.plan(site, model, new Values(values));
    }
}
