package dev.modeldeck.engine.registry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One change, never altered or removed.
 *
 * @param version the version concerned; null for changes of the model itself
 * @param what the kind of change: {@code model-created}, {@code model-renamed}, {@code
 *     model-deleted}, {@code version-registered}, {@code version-deleted}, {@code described},
 *     {@code tag-set}, {@code tag-removed}, {@code alias-set}, {@code alias-removed}
 * @param subject what changed: an alias or tag name; empty otherwise
 * @param before the value before; null where there was none
 * @param after the value after; null where there is none
 */
public record JournalEntry(
        long id,
        Instant at,
        String who,
        ModelName model,
        @Nullable Integer version,
        String what,
        String subject,
        @Nullable String before,
        @Nullable String after) {}
