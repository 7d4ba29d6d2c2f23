package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.mlflow.SearchFilter;
import dev.modeldeck.engine.wire.mlflow.SearchPage;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A search of MLflow's registry protocol: filtered, ordered, and a page of it written.
 *
 * @param key of the array in the answer
 * @param orders what {@code order_by} may name
 * @param order of what is alike in all that was named
 * @param usual size of a page where none is asked for
 * @param most that a page can have
 */
record Search<T extends SearchFilter.Subject>(
        String key,
        Map<String, Comparator<T>> orders,
        Comparator<T> order,
        int usual,
        int most,
        Function<T, ObjectNode> json) {

    void answer(Exchange exchange, Stream<T> all) {
        SearchFilter filter = SearchFilter.parse(query(exchange, "filter"));
        List<T> found =
                all.filter(filter::matches).sorted(order(exchange.queries("order_by"))).toList();
        SearchPage<T> page =
                SearchPage.of(found, pageSize(exchange), query(exchange, "page_token"));
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray(key);
        page.items().forEach(item -> items.add(json.apply(item)));
        if (!page.nextToken().isEmpty()) {
            answer.put("next_page_token", page.nextToken());
        }
        exchange.answer(answer);
    }

    private Comparator<T> order(List<String> clauses) {
        Comparator<T> whole = (_, _) -> 0;
        for (String clause : clauses) {
            String[] words = clause.strip().toLowerCase(Locale.ROOT).split("\\s+", 2);
            Comparator<T> next = orders.get(words[0].replace("`", ""));
            if (next == null) {
                throw Fields.wrong(
                        "order_by",
                        "takes "
                                + String.join(", ", orders.keySet().stream().sorted().toList())
                                + ", with ASC or DESC.");
            }
            boolean descending = words.length > 1 && words[1].strip().equals("desc");
            whole = whole.thenComparing(descending ? next.reversed() : next);
        }
        return whole.thenComparing(order);
    }

    private int pageSize(Exchange exchange) {
        String asked = query(exchange, "max_results");
        if (asked.isEmpty()) {
            return usual;
        }
        if (asked.matches("[0-9]{1,9}") && Integer.parseInt(asked) >= 1) {
            return Math.min(Integer.parseInt(asked), most);
        }
        throw Fields.wrong("max_results", "must be a whole number from 1 to " + most + ".");
    }

    private static String query(Exchange exchange, String name) {
        String value = exchange.query(name);
        return value == null ? "" : value;
    }
}
