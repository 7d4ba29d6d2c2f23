package dev.modeldeck.engine.local.text;

/**
 * A prompt in the model's own tokens.
 *
 * @param echo what the answer begins with; empty unless the prompt is to be repeated
 * @param leftOut tokens of what was sent that are not in it, as was asked
 */
record PreparedPrompt(int[] ids, String echo, int leftOut) {}
