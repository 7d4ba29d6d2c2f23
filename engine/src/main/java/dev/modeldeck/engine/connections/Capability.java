package dev.modeldeck.engine.connections;

/** What a server, or a model on it, can do. */
public enum Capability {
    CHAT,
    COMPLETION,
    EMBEDDING,
    RERANKING,
    CLASSIFICATION,
    STREAMING,
    LOGPROBS,
    TOOLS,
    /** It sees the pictures in a chat. */
    VISION,
    /** Answers that are held to a JSON schema. */
    STRUCTURED_ANSWERS,
    /** Rows of a table, as MLflow's scoring protocol has them. */
    TABULAR,
    /** Tensors, as the Open Inference Protocol has them. */
    TENSORS,
    /** Models can be brought into memory and out of it. */
    LOADING,
    /** Models or endpoints can be made, changed and deleted. */
    MANAGING,
    /** It tells figures of its own. */
    METRICS,
    /** It keeps registered models whose files can be fetched. */
    REGISTRY
}
