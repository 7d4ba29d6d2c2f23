package dev.modeldeck.engine.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import tools.jackson.databind.json.JsonMapper;

/** Keeps an inspection as JSON in the database. */
final class InspectionJson {

    private final JsonMapper json =
            JsonMapper.builder().addMixIn(Signature.Field.class, FieldTypes.class).build();

    String write(Inspection inspection) {
        return json.writeValueAsString(inspection);
    }

    Inspection read(String text) {
        return json.readValue(text, Inspection.class);
    }

    /** Tells columns from tensors, so that the vocabulary needs no annotations. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Signature.Column.class, name = "column"),
        @JsonSubTypes.Type(value = Signature.TensorField.class, name = "tensor")
    })
    private interface FieldTypes {}
}
