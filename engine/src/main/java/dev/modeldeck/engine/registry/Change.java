package dev.modeldeck.engine.registry;

/** The kinds of change that the journal knows. The words are kept for ever: never rename one. */
enum Change {
    MODEL_CREATED("model-created"),
    MODEL_RENAMED("model-renamed"),
    MODEL_DELETED("model-deleted"),
    VERSION_REGISTERED("version-registered"),
    VERSION_DELETED("version-deleted"),
    DESCRIBED("described"),
    TAG_SET("tag-set"),
    TAG_REMOVED("tag-removed"),
    ALIAS_SET("alias-set"),
    ALIAS_REMOVED("alias-removed");

    private final String word;

    Change(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
