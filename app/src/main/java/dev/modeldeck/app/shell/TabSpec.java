package dev.modeldeck.app.shell;

import java.util.function.Supplier;

/**
 * A tab as the shell sees it.
 *
 * @param id stable word, for example {@code models}
 * @param title in the rail
 * @param icon an Ikonli literal
 * @param content made when the tab is first shown
 */
public record TabSpec(String id, String title, String icon, Supplier<TabContent> content) {}
