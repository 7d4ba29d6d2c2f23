package dev.modeldeck.app.playground;

/**
 * What columns ask with.
 *
 * @param who asks, for the log
 * @param pictures that questions show
 */
record Asking(Caller caller, String who, PictureFiles pictures) {}
