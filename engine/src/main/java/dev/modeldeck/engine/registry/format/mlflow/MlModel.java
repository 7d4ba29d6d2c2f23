package dev.modeldeck.engine.registry.format.mlflow;

import dev.modeldeck.engine.registry.Signature;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.util.Set;
import java.util.TreeSet;

/** The file {@code MLmodel}: YAML with the flavours and, as JSON in strings, the signature. */
final class MlModel {

    private final JsonNode root;
    private final @Nullable Signature signature;

    private MlModel(JsonNode root) {
        this.root = root;
        this.signature = MlflowSignature.parse(root.path("signature"));
    }

    /**
     * Reads the file's text.
     *
     * @throws tools.jackson.core.JacksonException where it is not valid
     */
    static MlModel parse(String text) {
        JsonNode root = new YAMLMapper().readTree(text);
        return new MlModel(root == null ? MissingNode.getInstance() : root);
    }

    Set<String> flavours() {
        return new TreeSet<>(root.path("flavors").propertyNames());
    }

    /** A value of a flavour. */
    String flavour(String flavour, String key, String otherwise) {
        return root.path("flavors").path(flavour).path(key).asString(otherwise);
    }

    @Nullable Signature signature() {
        return signature;
    }

    /** A value of the note on the saved input example; empty where there is none. */
    String example(String key) {
        return root.path("saved_input_example_info").path(key).asString("");
    }

    String licence() {
        return root.path("metadata").path("license").asString("");
    }
}
