package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.encoder.EncoderHead.Stage;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.LinearMaps;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Decimal;
import dev.modeldeck.engine.local.torchscript.AttributeValue.EmptyList;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Flag;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Whole;
import dev.modeldeck.engine.local.torchscript.ModuleSource;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes an encoder with its head as a TorchScript module: its sizes as attributes, what depends on
 * kernel, family and head, and {@link EncoderMethods}, which are the same for all.
 */
final class EncoderSource {

    private static final String POOL =
            """
            def pool(self: SELF, whole: Tensor, skip: int) -> Tensor:
              x = torch.slice(whole, 1, skip)
              return torch.cat([PARTS], 1)
            """;

    private final EncoderPlan plan;
    private final ModuleSource.Builder module = ModuleSource.named("Encoder");

    private EncoderSource(EncoderPlan plan) {
        this.plan = plan;
    }

    /**
     * @param device as PyTorch writes it: {@code cpu}, {@code cuda:0}
     */
    static ModuleSource write(EncoderPlan plan, Precision precision, String device) {
        EncoderSource source = new EncoderSource(plan);
        source.sizes(precision);
        source.module
                .method(LinearMaps.place(device))
                .method(LinearMaps.AS_BFLOAT16)
                .method(LinearMaps.JOINED);
        source.lists(List.of("words", "positions", "types"), EncoderMethods.ADD_TABLE);
        source.lists(
                List.of(
                        "distances",
                        "embedding_norm",
                        "embedding_norm_bias",
                        "attention_norm",
                        "attention_norm_bias",
                        "output_norm",
                        "output_norm_bias",
                        "head",
                        "head_bias"),
                EncoderMethods.ADD_EXACT);
        precision.kernel().methods().forEach(source.module::method);
        for (String map : List.of("qkv", "output", "up", "down")) {
            source.linear(map, precision.kernel());
        }
        source.pass();
        source.head();
        return source.module.method(EncoderMethods.RUN).build();
    }

    private void sizes(Precision precision) {
        EncoderShape shape = plan.shape();
        module.attribute("layers", new Whole(shape.layers()))
                .attribute("hidden", new Whole(shape.hidden()))
                .attribute("heads", new Whole(shape.heads()))
                .attribute("head_size", new Whole(shape.headSize()))
                .attribute("epsilon", new Decimal(shape.normEpsilon()))
                .attribute("biased", new Flag(shape.relativeBuckets() > 0))
                .attribute("dtype", new Whole(precision.activation().code()));
    }

    private void lists(List<String> names, String add) {
        for (String name : names) {
            module.attribute(name, new EmptyList("List[Tensor]"));
            module.method(add.replace("NAME", name));
        }
    }

    private void linear(String name, LinearKernel kernel) {
        module.attribute(name, new EmptyList("List[" + kernel.storage() + "]"))
                .attribute(name + "_bias", new EmptyList("List[Tensor]"))
                .method(LinearMaps.add(name, kernel, LinearMaps.STACKED))
                .method(LinearMaps.addBias(name, LinearMaps.STACKED))
                .method(LinearMaps.map(name, kernel, true));
    }

    private void pass() {
        EncoderShape shape = plan.shape();
        String types = shape.tokenTypes() > 0 ? EncoderMethods.TYPES : "";
        module.method(EncoderMethods.LOOK_UP)
                .method(EncoderMethods.NORM)
                .method(EncoderMethods.EMBED.replace("TYPES", types))
                .method(EncoderMethods.ATTEND)
                .method(shape.relativeBuckets() > 0 ? EncoderMethods.BIAS : EncoderMethods.NO_BIAS)
                .method(EncoderMethods.LAYER.replace("ACTIVATION", shape.activation().of("h")));
    }

    private void head() {
        module.method(Pooling.WEIGHTED_MEAN_METHOD)
                .method(
                        POOL.replace(
                                "PARTS",
                                plan.head().pooling().stream()
                                        .map(Pooling::expression)
                                        .collect(Collectors.joining(", "))));
        StringBuilder finish = new StringBuilder("def finish(self: SELF, x: Tensor) -> Tensor:\n");
        int maps = 0;
        int biases = 0;
        for (Stage stage : plan.head().stages()) {
            String next =
                    switch (stage) {
                        case Stage.Normalise _ ->
                                "torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [1], True), 1e-12))";
                        case Stage.Linear linear -> {
                            String bias =
                                    linear.biased() ? "(self.head_bias)[" + biases++ + "]" : "None";
                            yield linear.activation()
                                    .of(
                                            "torch.linear(x, (self.head)[%d], %s)"
                                                    .formatted(maps++, bias));
                        }
                    };
            finish.append("  x = ").append(next).append('\n');
        }
        module.method(finish.append("  return x\n").toString());
    }
}
