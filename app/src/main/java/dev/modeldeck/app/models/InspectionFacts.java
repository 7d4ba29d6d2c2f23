package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Signature;

import java.util.Optional;

/** What an inspection found, line by line; what is unknown is left out. */
final class InspectionFacts {

    private final Texts texts = Texts.of("models");
    private final KeyValueGrid grid;

    private InspectionFacts(KeyValueGrid grid) {
        this.grid = grid;
    }

    static void fill(KeyValueGrid grid, Inspection inspection) {
        InspectionFacts facts = new InspectionFacts(grid);
        facts.line("fact.format", inspection.formatLabel());
        facts.line("fact.task", facts.texts.get("task." + inspection.task().name()));
        facts.line("fact.architecture", inspection.architecture());
        if (inspection.parameters() > 0) {
            facts.line("fact.parameters", Formats.count(inspection.parameters()));
        }
        facts.line("fact.dtype", inspection.dtype());
        if (inspection.contextLength() > 0) {
            facts.line(
                    inspection.encoder() == null ? "fact.context" : "fact.longest",
                    facts.texts.get("memory.tokens", Formats.digits(inspection.contextLength())));
        }
        Optional.ofNullable(inspection.encoder()).ifPresent(facts::encoder);
        String licence = inspection.licence();
        facts.line(
                "fact.licence", licence == null ? facts.texts.get("fact.licence.none") : licence);
    }

    private void encoder(Inspection.Encoder encoder) {
        if (encoder.dimensions() > 0) {
            line(
                    "fact.vectors",
                    texts.get(
                            encoder.normalised() ? "fact.vectors.unit" : "fact.vectors.text",
                            Formats.digits(encoder.dimensions()),
                            encoder.pooling()));
        }
        line("fact.labels", String.join(", ", encoder.labels()));
        line("fact.prompts", String.join(", ", encoder.prompts()));
    }

    /** Signature and example in a word each; the page of the version shows them whole. */
    static void fillSignature(KeyValueGrid grid, Inspection inspection) {
        InspectionFacts facts = new InspectionFacts(grid);
        Signature signature = inspection.signature();
        facts.line(
                "fact.signature",
                signature == null
                        ? facts.texts.get("fact.signature.none")
                        : facts.texts.get(
                                "fact.signature.counts",
                                signature.inputs().size(),
                                signature.outputs().size()));
        facts.line(
                "fact.example",
                facts.texts.get(
                        inspection.inputExample() == null
                                ? "fact.example.none"
                                : "fact.example.included"));
    }

    private void line(String key, String value) {
        if (!value.isEmpty()) {
            grid.add(texts.get(key), value);
        }
    }
}
