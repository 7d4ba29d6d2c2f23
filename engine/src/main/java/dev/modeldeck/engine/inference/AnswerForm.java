package dev.modeldeck.engine.inference;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** The form that an answer must have. */
public sealed interface AnswerForm {

    /** Any text. */
    record Free() implements AnswerForm {}

    /** A JSON object. */
    record AnyObject() implements AnswerForm {}

    /**
     * JSON that satisfies a schema.
     *
     * @param name what the schema is called; may be empty
     * @param strict whether a schema to which no answer can be held is refused; else as much of it
     *     is held as can be, and the answer says what is not
     */
    record Schema(String name, JsonNode schema, boolean strict) implements AnswerForm {}

    /** A text that matches a regular expression as a whole. */
    record Pattern(String regex) implements AnswerForm {}

    /** One of these texts. */
    record Choice(List<String> texts) implements AnswerForm {
        public Choice {
            texts = List.copyOf(texts);
        }
    }

    /** A text of a grammar in GBNF, as llama.cpp and vLLM take it. */
    record Grammar(String rules) implements AnswerForm {}

    /** Any text will do. */
    static AnswerForm any() {
        return new Free();
    }

    /** Whether any text will do. */
    default boolean free() {
        return this instanceof Free;
    }
}
