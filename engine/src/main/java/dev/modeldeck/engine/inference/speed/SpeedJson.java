package dev.modeldeck.engine.inference.speed;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.EnumMap;
import java.util.Map;

/** Reports as JSON. The names of figures tell their units; what was not measured is not there. */
public final class SpeedJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private SpeedJson() {}

    /** In several lines, for files and people. */
    public static String write(SpeedReport report) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("model", report.model())
                        .put("processor", report.processor())
                        .put("cores", report.cores())
                        .put("threads", report.threads());
        if (report.loadBefore() >= 0) {
            json.put("load_average_before", rounded(report.loadBefore()))
                    .put("load_average_after", rounded(report.loadAfter()));
        }
        ArrayNode speeds = json.putArray("dtypes");
        report.speeds().forEach(speed -> speeds.add(of(speed)));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    public static ObjectNode of(ModelSpeed speed) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("dtype", speed.dtype())
                        .put("kept", speed.kept());
        if (!speed.trouble().isEmpty()) {
            return json.put("trouble", speed.trouble());
        }
        ObjectNode figures = json.putObject("figures");
        speed.figures().forEach((measure, figure) -> figures.put(measure.key(), rounded(figure)));
        return json;
    }

    /** Reads what {@link #of} made. */
    public static ModelSpeed read(JsonNode json) {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        json.path("figures")
                .propertyStream()
                .forEach(entry ->
                        Measure.of(entry.getKey())
                                .ifPresent(measure ->
                                        figures.put(measure, entry.getValue().asDouble())));
        return new ModelSpeed(
                json.path("dtype").asString(""),
                json.path("kept").asString(""),
                figures,
                json.path("trouble").asString(""));
    }

    private static double rounded(double figure) {
        return Math.round(figure * 1000) / 1000.0;
    }
}
