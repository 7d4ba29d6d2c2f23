package dev.modeldeck.engine.inference;

import java.util.List;

/**
 * The tools of a conversation and how they are to be used.
 *
 * @param parallel whether one answer may ask for several calls
 */
public record ToolUse(List<Tool> tools, Choice choice, boolean parallel) {

    public ToolUse {
        tools = List.copyOf(tools);
    }

    /** Whether and what the model calls. */
    public sealed interface Choice {

        /** As it likes. */
        record Auto() implements Choice {}

        /** Nothing. */
        record Never() implements Choice {}

        /** At least one tool. */
        record Required() implements Choice {}

        /** This tool. */
        record Named(String name) implements Choice {}
    }

    /** No tools. */
    public static ToolUse none() {
        return new ToolUse(List.of(), new Choice.Auto(), true);
    }

    /** Those that may be called. */
    public List<Tool> callable() {
        return switch (choice) {
            case Choice.Auto _, Choice.Required _ -> tools;
            case Choice.Never _ -> List.of();
            case Choice.Named(String name) ->
                    tools.stream().filter(tool -> tool.name().equals(name)).toList();
        };
    }

    /** Whether the answer must be a call. */
    public boolean must() {
        return choice instanceof Choice.Required || choice instanceof Choice.Named;
    }
}
