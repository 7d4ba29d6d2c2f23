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
 */
public record PlannedAction(
        String id,
        String label,
        String help,
        Target target,
        boolean destructive,
        List<SettingSpec> settings,
        Predicate<ServedModel> offered,
        Planner planner)
        implements ServerAction {

    /** Says what would be sent; reads only. */
    @FunctionalInterface
    public interface Planner {
        Plan plan(Site site, String model, Values values);
    }

    public PlannedAction {
        settings = List.copyOf(settings);
    }

    public static PlannedAction onServer(String id, String label, String help, Planner planner) {
        return new PlannedAction(
                id, label, help, Target.SERVER, false, List.of(), _ -> true, planner);
    }

    public static PlannedAction onModel(String id, String label, String help, Planner planner) {
        return new PlannedAction(
                id, label, help, Target.MODEL, false, List.of(), _ -> true, planner);
    }

    public PlannedAction asking(SettingSpec... specs) {
        return new PlannedAction(
                id, label, help, target, destructive, List.of(specs), offered, planner);
    }

    public PlannedAction when(Predicate<ServedModel> condition) {
        return new PlannedAction(
                id, label, help, target, destructive, settings, condition, planner);
    }

    /** Something is lost by it. */
    public PlannedAction destroying() {
        return new PlannedAction(id, label, help, target, true, settings, offered, planner);
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
