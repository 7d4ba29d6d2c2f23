package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.Light;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.ServerLook;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A row of the table in the words it shows.
 *
 * @param server what kind it is; empty while unknown
 * @param models how many; -1 while unknown
 */
record ConnectionRow(
        String id,
        String name,
        String address,
        Light light,
        String server,
        String version,
        int models,
        List<String> capabilities,
        LastLook look) {

    static ConnectionRow of(ConnectionView view, ConnectionWords words) {
        Connection connection = view.connection();
        ServerLook seen = view.health().seen().orElse(null);
        return new ConnectionRow(
                connection.id(),
                connection.name(),
                connection.address().toString(),
                Light.of(view.health()),
                words.kind(view.server()),
                seen == null ? "" : seen.version(),
                seen == null ? -1 : seen.models().size(),
                seen == null ? List.of() : ConnectionWords.capabilities(seen.capabilities()),
                LastLook.of(view.health()));
    }

    /** Whether any of what the row shows holds the text. */
    boolean matches(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(name, address, server, version, light.words(), look.trouble()),
                        capabilities.stream())
                .anyMatch(shown -> shown.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
