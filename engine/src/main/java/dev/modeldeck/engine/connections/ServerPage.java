package dev.modeldeck.engine.connections;

import java.util.List;

/**
 * Something to read of a server or of a model, such as a log, that is fetched only when a person
 * opens it.
 *
 * @param id stable word, unique within the kind of server
 * @param label as a heading: "Build log"
 * @param target of what it tells
 */
public record ServerPage(String id, String label, ServerAction.Target target) {

    public static ServerPage ofServer(String id, String label) {
        return new ServerPage(id, label, ServerAction.Target.SERVER);
    }

    public static ServerPage ofModel(String id, String label) {
        return new ServerPage(id, label, ServerAction.Target.MODEL);
    }

    /** What it says now. */
    public sealed interface Content {

        /**
         * Rows that all have as many cells as there are columns.
         *
         * @param columns their headings
         */
        record Table(List<String> columns, List<List<String>> rows) implements Content {
            public Table {
                columns = List.copyOf(columns);
                rows = rows.stream().map(List::copyOf).toList();
            }
        }

        /** Lines as they are. */
        record Text(String text) implements Content {}
    }
}
