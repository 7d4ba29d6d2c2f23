package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.RemoteServer;

import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What connections are called. Kinds of servers and what they can do tell their own names. */
record ConnectionWords(List<RemoteServer> kinds) {

    private static final String HERE = "127.0.0.1";

    /** Words that are written in capitals. */
    private static final Set<String> SHORT = Set.of("GPU", "CPU", "KV");

    /** A kind of server by its id. */
    Optional<RemoteServer> find(String server) {
        return kinds.stream().filter(kind -> kind.id().equals(server)).findFirst();
    }

    /** What a kind of server is called; empty while it is not known. */
    String kind(String server) {
        return find(server).map(RemoteServer::label).orElse(server);
    }

    /** What is there, and where: {@code vLLM on gpu-3}. */
    String suggestion(URI address, String server, Texts texts) {
        String host = String.valueOf(address.getHost());
        boolean here = host.equals(HERE) || host.equals("localhost");
        String place = here ? texts.get("here") : host;
        return server.isEmpty() ? place : texts.get("suggestion", kind(server), place);
    }

    /** The name, or with a number behind it where it is taken. */
    static String free(String name, Collection<String> taken) {
        String candidate = name;
        for (int i = 2; taken.contains(candidate); i++) {
            candidate = name + " " + i;
        }
        return candidate;
    }

    static List<String> capabilities(Collection<Capability> capabilities) {
        return capabilities.stream().sorted().map(ConnectionWords::spoken).toList();
    }

    /** {@code STRUCTURED_ANSWERS} reads "Structured answers": new ones need no words here. */
    static String spoken(Enum<?> constant) {
        String text =
                Arrays.stream(constant.name().split("_"))
                        .map(word -> SHORT.contains(word) ? word : word.toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
