package dev.modeldeck.engine.connections;

/**
 * How a server was recognised.
 *
 * @param evidence what answered and what it said, for a person: {@code GET /api/version answered
 *     {"version": "0.12.0"}}
 */
public record Recognition(String evidence) {}
