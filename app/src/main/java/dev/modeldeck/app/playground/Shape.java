package dev.modeldeck.app.playground;

/**
 * What an answer is to be, and what the model may call.
 *
 * @param schema of answers, as it was written; also kept while other formats are chosen
 * @param tools a JSON array as OpenAI's protocol has it, as it was written; empty for none
 */
record Shape(Format format, String schema, String tools) {

    /** How an answer is written. */
    enum Format {
        TEXT,
        JSON,
        SCHEMA
    }

    /** Any text, and no tools. */
    static Shape free() {
        return new Shape(Format.TEXT, "", "");
    }

    /** Without what is wrong: that is not sent, and the parameters say so. */
    Shape sent() {
        boolean unheld = format == Format.SCHEMA && JsonCheck.schema(schema).isPresent();
        return new Shape(
                unheld ? Format.TEXT : format,
                schema,
                JsonCheck.tools(tools).isPresent() ? "" : tools);
    }

    Shape withFormat(Format other) {
        return new Shape(other, schema, tools);
    }

    Shape withSchema(String other) {
        return new Shape(format, other, tools);
    }

    Shape withTools(String other) {
        return new Shape(format, schema, other);
    }
}
