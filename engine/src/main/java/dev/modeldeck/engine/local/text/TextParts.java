package dev.modeldeck.engine.local.text;

/**
 * What all requests to a text model share.
 *
 * @param context most positions of prompt and answer
 */
record TextParts(TextAssets assets, Decoder decoder, Slots slots, int context) {}
