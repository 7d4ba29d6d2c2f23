/**
 * The Endpoints tab: the table, the form that makes and changes an endpoint, and an endpoint's
 * page. Imports fx, controls, the shell's tab and navigation types, and the engine.
 */
@NullMarked
package dev.modeldeck.app.endpoints;

import org.jspecify.annotations.NullMarked;
