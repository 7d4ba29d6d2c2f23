package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * What Databricks' endpoints have and ours have not: refused where it would change how calls are
 * answered, for a limit or a guardrail that is silently missing is worse than none. Values that ask
 * for nothing pass, as clients send them by the way.
 */
final class UnsupportedSettings {

    private static final List<String> OF_ENDPOINT = List.of("rate_limits", "telemetry_config");

    /** Not usage tracking: every call is in the log and the metrics. */
    private static final List<String> OF_AI_GATEWAY =
            List.of("rate_limits", "guardrails", "fallback_config", "inference_table_config");

    private static final List<String> OF_CONFIG = List.of("auto_capture_config");
    private static final List<String> OF_ENTITY =
            List.of(
                    "min_provisioned_throughput",
                    "max_provisioned_throughput",
                    "provisioned_model_units",
                    "burst_scaling_enabled",
                    "instance_profile_arn");

    private UnsupportedSettings() {}

    static void ofEndpoint(Fields body) {
        refuse(body, OF_ENDPOINT);
        ObjectNode gateway = body.object("ai_gateway");
        if (gateway != null) {
            refuse(new Fields(gateway), OF_AI_GATEWAY);
        }
    }

    static void ofConfig(Fields body) {
        refuse(body, OF_CONFIG);
    }

    static void ofEntity(Fields body) {
        refuse(body, OF_ENTITY);
    }

    private static void refuse(Fields body, List<String> keys) {
        for (String key : keys) {
            if (asks(body.get(key))) {
                throw new EngineException(
                        new Problem.Unsupported(
                                "\""
                                        + key
                                        + "\" is not supported here. Leave it out: the endpoint"
                                        + " would not do what it says."));
            }
        }
    }

    /** Whether anything in it is neither empty nor off; the name of a table alone is nothing. */
    private static boolean asks(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return false;
        }
        if (value.isObject() && value.has("enabled")) {
            return asks(value.get("enabled"));
        }
        if (value.isContainer()) {
            return value.valueStream().anyMatch(UnsupportedSettings::asks);
        }
        return value.isString()
                ? !value.stringValue().isEmpty() && !value.stringValue().equals("NONE")
                : value.isNumber() ? value.asDouble() != 0 : value.booleanValue();
    }
}
