package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.RemoteModel;

import java.util.List;
import java.util.Optional;

/**
 * What a server that speaks OpenAI's protocol has beside it. The methods are those of {@link
 * RemoteServer}.
 */
interface Flavour {

    String id();

    String label();

    default List<Integer> ports() {
        return List.of();
    }

    default List<SettingSpec> settings() {
        return List.of();
    }

    Optional<Recognition> recognise(Site site);

    /** What is there. */
    ServerLook look(Site site);

    default List<ServerAction> actions() {
        return List.of();
    }

    /** The door at which actions are carried out. */
    default Site acting(Site site) {
        return site;
    }

    default List<ServerPage> pages() {
        return List.of();
    }

    default ServerPage.Content read(Site site, ServerPage page, String model) {
        throw new IllegalArgumentException(page.id());
    }

    /** How it is spoken to. */
    Speech speech(Site site);

    /** The model at the door of the protocol itself. */
    default RemoteModel model(Site site, String name) {
        return RemoteModel.at(Protocol.of(site), name);
    }
}
