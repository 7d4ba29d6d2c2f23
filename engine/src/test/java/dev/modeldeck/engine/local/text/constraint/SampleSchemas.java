package dev.modeldeck.engine.local.text.constraint;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON schemas of growing nastiness: those that people thought of, then made up ones. */
public final class SampleSchemas {

    private static final int COUNT = 240;

    private SampleSchemas() {}

    /** As texts; the order of properties matters. */
    public static List<String> all() throws IOException {
        List<String> schemas = new ArrayList<>();
        try (InputStream in = SampleSchemas.class.getResourceAsStream("schemas.jsonl")) {
            if (in == null) {
                throw new AssertionError("schemas.jsonl is not there.");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(schemas::add);
        }
        for (int seed = 0; schemas.size() < COUNT; seed++) {
            Object schema = new RandomSchemas(seed).next(1 + seed % 4);
            schemas.add(JsonMapper.shared().writeValueAsString(schema));
        }
        return schemas;
    }
}
