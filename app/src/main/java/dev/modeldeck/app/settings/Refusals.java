package dev.modeldeck.app.settings;

import dev.modeldeck.engine.EngineSettings;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes settings hold that can: one that is refused stays as it was and keeps no other back. */
final class Refusals {

    /** Stands for the address of the gateway: its refusal names no single setting. */
    static final String ADDRESS = "";

    private Refusals() {}

    /** Applies the settings and says what was refused, by the name of the setting. Blocks. */
    static Map<String, String> applying(EngineDoor engine, EngineSettings wanted) {
        EngineSettings kept = engine.settings().get();
        Map<String, String> refused = new LinkedHashMap<>();
        EngineSettings rest = wanted;
        while (!rest.equals(kept)) {
            try {
                engine.apply().accept(rest);
                return refused;
            } catch (EngineException e) {
                String name = name(e.problem());
                refused.putIfAbsent(name, e.problem().message());
                EngineSettings fewer = without(name, rest, kept);
                if (fewer.equals(rest)) {
                    return refused;
                }
                rest = fewer;
            }
        }
        return refused;
    }

    private static String name(Problem problem) {
        return problem instanceof Problem.Invalid(var message, var field) && field != null
                ? field
                : ADDRESS;
    }

    // What opens the gateway to others and the token that this needs stand and fall together.
    private static EngineSettings without(String name, EngineSettings wanted, EngineSettings kept) {
        boolean address = name.equals(ADDRESS) || name.equals("bindAddress");
        boolean token = name.equals("accessToken");
        return new EngineSettings(
                address || token ? kept.bindAddress() : wanted.bindAddress(),
                address || name.equals("port") ? kept.port() : wanted.port(),
                token ? kept.accessToken() : wanted.accessToken(),
                wanted.logBodies(),
                name.equals("logDays") ? kept.logDays() : wanted.logDays(),
                name.equals("executionLimitSeconds")
                        ? kept.executionLimitSeconds()
                        : wanted.executionLimitSeconds(),
                name.equals("repository") ? kept.repository() : wanted.repository());
    }
}
