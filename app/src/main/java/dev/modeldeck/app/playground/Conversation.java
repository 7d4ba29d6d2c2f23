package dev.modeldeck.app.playground;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A conversation as it is kept: each column has its own answers to the same questions. */
record Conversation(
        String id, String title, Instant updatedAt, Parameters parameters, List<Column> columns) {

    Conversation {
        columns = List.copyOf(columns);
    }

    /** The names of the files of its pictures. */
    Set<String> pictures() {
        return columns.stream()
                .flatMap(column -> column.pictures().stream())
                .collect(Collectors.toSet());
    }

    /** One endpoint's side of it. */
    record Column(String endpoint, List<Turn> turns) {
        Column {
            turns = List.copyOf(turns);
        }

        Set<String> pictures() {
            return turns.stream()
                    .flatMap(turn -> turn.pictures().stream())
                    .map(Picture::file)
                    .collect(Collectors.toSet());
        }
    }

    /**
     * @param facts of an answer; null for a question
     * @param problem why an answer is not whole; empty when it is
     * @param check of an answer
     * @param calls of tools that an answer asks for
     * @param thought what the model thought before an answer
     * @param pictures of a question
     */
    record Turn(
            String role,
            String text,
            @Nullable AnswerFacts facts,
            String problem,
            AnswerCheck check,
            List<ToolCall> calls,
            String thought,
            List<Picture> pictures) {
        Turn {
            // Those of an earlier version have none of them.
            thought = Objects.requireNonNullElse(thought, "");
            check = Objects.requireNonNullElse(check, AnswerCheck.NONE);
            calls = List.copyOf(Objects.requireNonNullElse(calls, List.of()));
            pictures = List.copyOf(Objects.requireNonNullElse(pictures, List.of()));
        }
    }
}
