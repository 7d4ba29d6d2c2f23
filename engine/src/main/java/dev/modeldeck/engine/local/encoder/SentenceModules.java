package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.encoder.EncoderHead.Stage;
import dev.modeldeck.engine.local.kernels.Activation;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a folder of sentence-transformers puts behind the encoder: {@code modules.json} names the
 * modules in order, each with a folder of its own.
 */
final class SentenceModules {

    private static final String FILE = "modules.json";

    private final Path folder;
    private final int hidden;
    private final List<Stage> stages = new ArrayList<>();
    private List<Pooling> pooling = List.of();
    private boolean withPrompt = true;
    private int size;

    private SentenceModules(Path folder, int hidden) {
        this.folder = folder;
        this.hidden = hidden;
    }

    static boolean describe(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /** The head that the folder describes; the mean of all tokens where it has no pooling. */
    static EncoderHead read(Path folder, int hidden) {
        SentenceModules modules = new SentenceModules(folder, hidden);
        if (describe(folder)) {
            JsonFiles.read(folder.resolve(FILE)).forEach(modules::add);
        }
        modules.poolAtLeast();
        return new EncoderHead(modules.pooling, modules.withPrompt, modules.stages);
    }

    private void add(JsonNode module) {
        String type = module.path("type").asString("");
        String path = module.path("path").asString("");
        switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "Transformer" -> {
                if (!path.isEmpty()) {
                    throw EncoderConfig.unsupported(
                            "an encoder in the folder \"%s\" beside %s".formatted(path, FILE));
                }
            }
            case "Pooling" -> addPooling(config(path));
            case "Dense" -> addDense(path, config(path));
            case "Normalize" -> {
                poolAtLeast();
                stages.add(new Stage.Normalise());
            }
            case "Dropout" -> {} // does nothing outside training
            default -> throw EncoderConfig.unsupported("the module \"" + type + "\"");
        }
    }

    private void poolAtLeast() {
        if (pooling.isEmpty()) {
            pooling = List.of(Pooling.MEAN);
            size = hidden;
        }
    }

    private void addPooling(JsonNode config) {
        JsonNode words = config.path("pooling_mode");
        if (words.isArray()) {
            pooling = words.valueStream().map(word -> Pooling.named(word.asString(""))).toList();
        } else if (words.isString()) {
            pooling = List.of(Pooling.named(words.stringValue()));
        } else {
            pooling =
                    Arrays.stream(Pooling.values())
                            .filter(each -> config.path(each.flag()).asBoolean(false))
                            .toList();
        }
        withPrompt = config.path("include_prompt").asBoolean(true);
        int stated =
                config.path("embedding_dimension")
                        .asInt(config.path("word_embedding_dimension").asInt(hidden));
        if (stated != hidden) {
            throw damaged(
                    "The pooling is for vectors of %d numbers, but the encoder's have %d."
                            .formatted(stated, hidden));
        }
        poolAtLeast();
        size = hidden * pooling.size();
    }

    private void addDense(String path, JsonNode config) {
        poolAtLeast();
        if (config.path("use_residual").asBoolean(false)
                || !config.path("module_input_name")
                        .asString("sentence_embedding")
                        .equals("sentence_embedding")) {
            throw EncoderConfig.unsupported("a dense module of an unusual kind in " + path);
        }
        int columns = EncoderConfig.size(config, "in_features");
        if (columns != size) {
            throw damaged(
                    "The module in %s is for vectors of %d numbers, but those before it have %d."
                            .formatted(path, columns, size));
        }
        size = EncoderConfig.size(config, "out_features");
        stages.add(
                new Stage.Linear(
                        path,
                        "linear",
                        columns,
                        size,
                        config.path("bias").asBoolean(true),
                        activation(config.path("activation_function").asString("Tanh"))));
    }

    /** By the class in PyTorch: {@code torch.nn.modules.activation.Tanh}. */
    private static Activation activation(String type) {
        String name = type.substring(type.lastIndexOf('.') + 1);
        return EncoderConfig.activation(
                name.isEmpty() ? "identity" : name.toLowerCase(Locale.ROOT));
    }

    /** A module's own configuration; its folder lies within the model's. */
    private JsonNode config(String path) {
        Path inside = folder.resolve(path).normalize();
        if (path.isEmpty() || !inside.startsWith(folder.normalize())) {
            throw damaged("%s names no folder for one of its modules.".formatted(FILE));
        }
        return JsonFiles.read(inside.resolve("config.json"));
    }

    private static EngineException damaged(String what) {
        return new EngineException(new Problem.Damaged(what + " Download the model again.", FILE));
    }
}
