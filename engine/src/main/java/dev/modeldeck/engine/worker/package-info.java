/**
 * Worker processes. {@link dev.modeldeck.engine.worker.WorkerMain} is the child: it loads one model
 * and answers on loopback in the OpenAI protocol (texts) or the Open Inference Protocol (tensors).
 * {@link dev.modeldeck.engine.worker.WorkerProcess} is the parent's side: it starts the child,
 * watches its memory and life, and starts it again. A child ends when its standard input does, so
 * none outlives the program. Imports the kernel, inference, wire and local.
 */
@NullMarked
package dev.modeldeck.engine.worker;

import org.jspecify.annotations.NullMarked;
