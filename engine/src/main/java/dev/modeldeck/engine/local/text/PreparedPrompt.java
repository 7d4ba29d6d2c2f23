package dev.modeldeck.engine.local.text;

/**
 * A prompt in the model's own tokens.
 *
 * @param echo what the answer begins with; empty unless the prompt is to be repeated
 */
record PreparedPrompt(int[] ids, String echo) {}
