package dev.modeldeck.app.connections;

import dev.modeldeck.engine.connections.ConnectionView;

import java.net.URI;
import java.util.Optional;

/** Where this tab's pages lead to. */
interface Pages {

    void openList();

    /**
     * @param id of the connection
     */
    void openPage(String id);

    /** The form for a new one. */
    void add(Optional<URI> address);

    void edit(ConnectionView view);

    /** A card over what is in front; another one takes its place. */
    void show(Sheet sheet);

    void closeSheet();

    /** An endpoint for a model of a server. */
    void serve(String connection, String model);

    /** The playground on a model of a server, through an endpoint that has it. */
    void tryOut(String connection, String model);
}
