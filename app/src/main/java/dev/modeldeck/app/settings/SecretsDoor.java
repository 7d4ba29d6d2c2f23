package dev.modeldeck.app.settings;

import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.secrets.Place;
import dev.modeldeck.engine.secrets.SecretRef;
import dev.modeldeck.engine.secrets.Secrets;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the settings need of the secrets. All but the names may wait for the system's keychain,
 * which may wait for the person.
 *
 * @param where asks where new ones go
 * @param put keeps a value, in place of an earlier one
 */
record SecretsDoor(
        Live<List<SecretRef>> names,
        Supplier<Place> where,
        BiConsumer<SecretRef, String> put,
        Consumer<SecretRef> delete) {

    static SecretsDoor of(Secrets secrets) {
        return new SecretsDoor(secrets.names(), secrets::where, secrets::put, secrets::delete);
    }
}
