package dev.modeldeck.app.models;

import dev.modeldeck.engine.registry.ModelName;

/** Ways from one page of the tab to another, and out of it. */
interface Pages {

    void openList();

    void openModel(ModelName name);

    void openVersion(ModelName name, int number);

    /** The sheet for a further version. */
    void register(ModelName name);

    void createEndpoint(ModelName name, int version);
}
