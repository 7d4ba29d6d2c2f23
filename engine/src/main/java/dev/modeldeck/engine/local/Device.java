package dev.modeldeck.engine.local;

/**
 * Something that computes.
 *
 * @param id {@code cpu}, {@code cuda:0} …
 * @param label what a person reads, for example {@code CPU, 8 cores} or the card's name
 * @param totalBytes memory it has
 * @param freeBytes memory free now
 */
public record Device(String id, String label, long totalBytes, long freeBytes) {}
