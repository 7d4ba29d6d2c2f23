/**
 * The Connections tab: the table of connected servers, the form that adds or changes one and tries
 * the way to it, a server's page, and the sheets that change something there. It draws every kind
 * of server from what the kind says of itself, and names none. Imports fx, controls, the door of
 * the shell, and the engine's connections and endpoints.
 */
@NullMarked
package dev.modeldeck.app.connections;

import org.jspecify.annotations.NullMarked;
