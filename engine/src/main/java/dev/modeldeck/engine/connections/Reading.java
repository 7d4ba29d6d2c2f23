package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.connections.Figure.Measure;

/** What is read from the history of a server's figures. */
public sealed interface Reading {

    /** The measure itself, in its unit. */
    record Level(Measure measure) implements Reading {}

    /** How much a sum grows in a second. */
    record Rate(Measure sum) implements Reading {}

    /** How much one sum grows for each that another one grows. */
    record Quotient(Ratio ratio) implements Reading {}
}
