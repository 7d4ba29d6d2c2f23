package dev.modeldeck.app.playground;

/**
 * A tool that a model wants to be called.
 *
 * @param arguments JSON, as the model wrote it
 * @param result what the person answered for the tool; empty as long as nothing
 */
record ToolCall(String id, String name, String arguments, String result) {

    ToolCall with(String newResult) {
        return new ToolCall(id, name, arguments, newResult);
    }
}
