package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.encoder.EncoderHead.Stage;
import dev.modeldeck.engine.registry.EncoderFacts.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tensors of an encoder, in the order in which its module takes them.
 *
 * <p>Files differ in two ways: those that hold a task's head put a prefix before the names of the
 * encoder's tensors, and old ones call weight and bias of a norm gamma and beta.
 */
final class EncoderTensors {

    /** Parts that become the next entry of one of the module's lists, stacked. */
    record Entry(String list, List<Tensor> parts) {
        Entry {
            parts = List.copyOf(parts);
        }
    }

    private final EncoderPlan plan;
    private final Predicate<String> has;
    private final String prefix;
    private final List<Entry> entries = new ArrayList<>();

    private EncoderTensors(EncoderPlan plan, Predicate<String> has) {
        this.plan = plan;
        this.has = has;
        EncoderNames names = plan.names();
        String bare = names.embeddings().words() + ".weight";
        // The whole model's head is beside its encoder, and with it the prefix.
        boolean prefixed = has.test(names.prefix() + bare) || !has.test(bare);
        this.prefix = prefixed ? names.prefix() : "";
    }

    /**
     * @param has whether the model's own weights have a tensor of that name
     */
    static List<Entry> of(EncoderPlan plan, Predicate<String> has) {
        EncoderTensors tensors = new EncoderTensors(plan, has);
        tensors.embeddings();
        IntStream.range(0, plan.shape().layers()).forEach(tensors::layer);
        tensors.head();
        return tensors.entries;
    }

    private void embeddings() {
        EncoderShape shape = plan.shape();
        EncoderNames.Embeddings names = plan.names().embeddings();
        add(
                "words",
                wanted(prefix + names.words() + ".weight", shape.vocabulary(), shape.hidden()));
        add(
                "positions",
                wanted(prefix + names.positions() + ".weight", shape.positions(), shape.hidden()));
        if (shape.tokenTypes() > 0) {
            add(
                    "types",
                    wanted(prefix + names.types() + ".weight", shape.tokenTypes(), shape.hidden()));
        }
        if (shape.relativeBuckets() > 0) {
            String name = prefix + plan.names().relative() + ".weight";
            add("distances", wanted(name, shape.relativeBuckets(), shape.heads()));
        }
        norm("embedding_norm", prefix + names.norm());
    }

    private void layer(int number) {
        EncoderShape shape = plan.shape();
        EncoderNames.Layer names = plan.names().inLayer();
        String start = prefix + plan.names().layer(number);
        int hidden = shape.hidden();
        linear(
                "qkv",
                hidden,
                hidden,
                start + names.query(),
                start + names.key(),
                start + names.value());
        linear("output", hidden, hidden, start + names.output());
        norm("attention_norm", start + names.attentionNorm());
        linear("up", shape.intermediate(), hidden, start + names.up());
        linear("down", hidden, shape.intermediate(), start + names.down());
        norm("output_norm", start + names.outputNorm());
    }

    private void head() {
        EncoderNames.Classifier classifier = plan.names().classifier();
        for (Stage stage : plan.head().stages()) {
            if (stage instanceof Stage.Linear linear) {
                boolean inBody =
                        linear.folder().isEmpty()
                                && classifier.inBody()
                                && linear.name().equals(classifier.dense());
                String name = (inBody ? prefix : "") + linear.name();
                String folder = linear.folder();
                add(
                        "head",
                        new Tensor(
                                folder,
                                name + ".weight",
                                List.of((long) linear.rows(), (long) linear.columns())));
                if (linear.biased()) {
                    add(
                            "head_bias",
                            new Tensor(folder, name + ".bias", List.of((long) linear.rows())));
                }
            }
        }
    }

    private void linear(String list, int rows, int columns, String... names) {
        add(
                list,
                Stream.of(names)
                        .map(name -> wanted(name + ".weight", rows, columns))
                        .toArray(Tensor[]::new));
        add(
                list + "_bias",
                Stream.of(names).map(name -> wanted(name + ".bias", rows)).toArray(Tensor[]::new));
    }

    private void norm(String list, String name) {
        int hidden = plan.shape().hidden();
        boolean old = has.test(name + ".gamma");
        add(list, wanted(name + (old ? ".gamma" : ".weight"), hidden));
        add(list + "_bias", wanted(name + (old ? ".beta" : ".bias"), hidden));
    }

    private void add(String list, Tensor... parts) {
        entries.add(new Entry(list, List.of(parts)));
    }

    private static Tensor wanted(String name, long... shape) {
        return new Tensor(
                "", name, IntStream.range(0, shape.length).mapToObj(i -> shape[i]).toList());
    }
}
