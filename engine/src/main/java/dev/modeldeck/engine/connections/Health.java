package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a connected server does. */
public sealed interface Health {

    /** It was not looked at yet. */
    record Unknown() implements Health {}

    /**
     * @param took the look
     */
    record Well(ServerLook look, Duration took, Instant at) implements Health {}

    /**
     * @param since when it cannot be seen
     * @param last what was seen before; null for nothing
     * @param at the last try
     */
    record Troubled(Problem problem, Instant since, @Nullable ServerLook last, Instant at)
            implements Health {}

    /** What is there, or was when it was last seen. */
    default Optional<ServerLook> seen() {
        return switch (this) {
            case Unknown _ -> Optional.empty();
            case Well well -> Optional.of(well.look());
            case Troubled troubled -> Optional.ofNullable(troubled.last());
        };
    }
}
