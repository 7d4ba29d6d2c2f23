package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.node.ObjectNode;

/** How a dialect writes an error. */
@FunctionalInterface
interface ErrorShape {

    ObjectNode json(Problem problem);
}
