package dev.modeldeck.app.shell;

/**
 * Something the palette can do.
 *
 * @param icon an Ikonli literal
 * @param kind what sort of thing it leads to, shown at the right
 */
record Command(String icon, String title, String kind, Runnable action) {}
