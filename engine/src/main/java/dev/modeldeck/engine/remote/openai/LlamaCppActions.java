package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What can be changed on llama.cpp's server: a router's models, and the caches of slots. */
final class LlamaCppActions {

    private static final SettingSpec SLOT =
            new SettingSpec(
                    "slot",
                    "Slot",
                    "Its number, from 0.",
                    new SettingSpec.Kind.Whole(0, 1023),
                    "0");

    private static final SettingSpec FILE =
            SettingSpec.text(
                    "filename",
                    "File",
                    "In the folder that the server was given with --slot-save-path.");

    static final List<ServerAction> ALL =
            List.of(
                    PlannedAction.onModel(
                                    "load",
                                    "Load",
                                    "Brings the model into the server's memory.",
                                    (site, model, _) -> move(site, "/models/load", model))
                            .when(model ->
                                    routed(model)
                                            && (model.state() == State.NOT_LOADED
                                                    || model.state() == State.FAILED)),
                    PlannedAction.onModel(
                                    "unload",
                                    "Unload",
                                    "Frees the memory that the model takes.",
                                    (site, model, _) -> move(site, "/models/unload", model))
                            .when(model -> routed(model) && model.state() == State.READY),
                    PlannedAction.onModel(
                                    "save_slot",
                                    "Save a slot's cache",
                                    "What the slot has read is written into a file.",
                                    (site, model, values) -> slot(site, model, values, "save"))
                            .asking(SLOT, FILE)
                            .when(LlamaCppActions::ready),
                    PlannedAction.onModel(
                                    "restore_slot",
                                    "Restore a slot's cache",
                                    "From a file that was saved before.",
                                    (site, model, values) -> slot(site, model, values, "restore"))
                            .asking(SLOT, FILE)
                            .when(LlamaCppActions::ready),
                    PlannedAction.onModel(
                                    "erase_slot",
                                    "Erase a slot's cache",
                                    "The next prompt is read from its beginning.",
                                    (site, model, values) -> slot(site, model, values, "erase"))
                            .asking(SLOT)
                            .when(LlamaCppActions::ready)
                            .destroying());

    private LlamaCppActions() {}

    private static boolean routed(ServedModel model) {
        return model.capabilities().contains(Capability.LOADING);
    }

    private static boolean ready(ServedModel model) {
        return model.state() == State.READY;
    }

    private static Plan move(Site site, String path, String model) {
        String address = Protocol.beside(site).at(path).toString();
        return Plan.of(Plan.Call.of("POST", address, Json.object().put("model", model)));
    }

    private static Plan slot(Site site, String model, Values values, String action) {
        String slot = values.has(SLOT.key()) ? values.text(SLOT.key()) : "0";
        if (!slot.matches("\\d{1,4}")) {
            throw Values.wrong(SLOT.key(), "A slot has a number, from 0.");
        }
        // A router finds the model by the body's word for it.
        ObjectNode body = Json.object().put("model", model);
        if (!action.equals("erase")) {
            body.put(FILE.key(), values.required(FILE.key()));
        }
        String path = "/slots/" + slot + "?action=" + action;
        return Plan.of(Plan.Call.of("POST", Protocol.beside(site).at(path).toString(), body));
    }
}
