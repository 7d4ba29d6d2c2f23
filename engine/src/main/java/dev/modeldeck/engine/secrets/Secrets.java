package dev.modeldeck.engine.secrets;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.secrets.SecretStore.Kept;
import dev.modeldeck.engine.storage.Database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keys and passwords by name. Values are in no message, log or text of this package. Calls may wait
 * for the keychain, which may wait for the person: keep them off threads that must not.
 */
public final class Secrets {

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
    private static final int LONGEST = 1 << 16;

    private final SecretStore store;
    private final Keychain keychain;
    private final SecretFile file;
    private final LiveValue<List<SecretRef>> names;

    private Secrets(SecretStore store, Keychain keychain, SecretFile file) {
        this.store = store;
        this.keychain = keychain;
        this.file = file;
        this.names = new LiveValue<>(store.all());
    }

    /** Reads the names; touches neither the keychain nor the file. */
    public static Secrets open(Database database, HomeFolder home, Keychain keychain) {
        return new Secrets(new SecretStore(database), keychain, new SecretFile(home::secrets));
    }

    /** The names of all secrets, in order. */
    public List<SecretRef> all() {
        return names.get();
    }

    /** The same as it changes. */
    public Live<List<SecretRef>> names() {
        return names;
    }

    /** Keeps the value, in place of an earlier one. */
    public synchronized void put(SecretRef ref, String value) {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new EngineException(
                    new Problem.Invalid(
                            "A secret has from 1 to " + LONGEST + " characters, not all blank.",
                            "value"));
        }
        Optional<Kept> before = store.find(ref);
        Kept kept = keep(ref, value, before);
        store.put(ref, kept);
        before.filter(old -> !old.equals(kept)).ifPresent(this::forget);
        names.set(store.all());
    }

    /**
     * The value; empty when there is no such secret.
     *
     * @throws EngineException Unavailable when there is, but the keychain does not give it
     */
    public Optional<String> find(SecretRef ref) {
        return store.find(ref)
                .flatMap(kept ->
                        switch (kept.place()) {
                            case FILE -> file.find(kept.account());
                            case KEYCHAIN -> Optional.of(ask(ref, kept.account()));
                        });
    }

    /**
     * @throws EngineException NotFound when there is no such secret
     */
    public String get(SecretRef ref) {
        return find(ref)
                .orElseThrow(() ->
                        EngineException.notFound(
                                "There is no secret "
                                        + ref.text()
                                        + ". Set it in Settings, under Secrets."));
    }

    /**
     * Forgets the secret everywhere.
     *
     * @return whether there was one
     */
    public synchronized boolean delete(SecretRef ref) {
        Optional<Kept> kept = store.find(ref);
        if (kept.isEmpty()) {
            return false;
        }
        if (!forget(kept.get())) {
            throw new EngineException(
                    new Problem.Unavailable(
                            "The secret "
                                    + ref.text()
                                    + " is still in the system's keychain. Unlock the keychain and"
                                    + " delete it again."));
        }
        store.delete(ref);
        names.set(store.all());
        return true;
    }

    /**
     * The value that a text stands for: of a secret where all of it is a reference, else itself.
     *
     * @throws EngineException Invalid for a reference that is written wrongly, NotFound for one to
     *     nothing
     */
    public String resolve(String text) {
        return SecretRef.isMeant(text) ? get(SecretRef.parse(text)) : text;
    }

    /** Where new secrets go. Asks the keychain whether it opens. */
    public Place where() {
        try {
            return new Place(Place.Kind.KEYCHAIN, "Secrets are kept in " + keychain.name() + ".");
        } catch (KeychainTrouble trouble) {
            return new Place(
                    Place.Kind.FILE,
                    "Secrets are kept in "
                            + file.file()
                            + ", encrypted with a key that only you can read, because "
                            + trouble.getMessage()
                            + ".");
        }
    }

    private Kept keep(SecretRef ref, String value, Optional<Kept> before) {
        String account =
                before.filter(old -> old.place() == Place.Kind.KEYCHAIN)
                        .map(Kept::account)
                        .orElseGet(() -> newAccount(ref));
        try {
            keychain.put(account, value);
            return new Kept(Place.Kind.KEYCHAIN, account);
        } catch (KeychainTrouble trouble) {
            // Windows, for one, takes no values beyond some 1,200 characters.
            LOG.info("{} goes to the file, because {}", ref.text(), trouble.getMessage());
            file.put(ref.text(), value);
            return new Kept(Place.Kind.FILE, ref.text());
        }
    }

    /** Readable to who looks into the keychain, and not that of another home folder's secret. */
    private static String newAccount(SecretRef ref) {
        String mark = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return ref.scope() + "/" + ref.key() + " " + mark;
    }

    private String ask(SecretRef ref, String account) {
        try {
            return keychain.get(account);
        } catch (KeychainTrouble trouble) {
            throw new EngineException(
                    new Problem.Unavailable(
                            "The secret "
                                    + ref.text()
                                    + " cannot be read, because "
                                    + trouble.getMessage()
                                    + ". Unlock the keychain and try again, or set the secret again"
                                    + " in Settings, under Secrets."));
        }
    }

    /** Whether it is gone. */
    private boolean forget(Kept kept) {
        if (kept.place() == Place.Kind.FILE) {
            file.delete(kept.account());
            return true;
        }
        try {
            keychain.delete(kept.account());
            return true;
        } catch (KeychainTrouble trouble) {
            return trouble.answered() && isAbsent(kept.account());
        }
    }

    /** A keychain refuses to delete what somebody else has deleted there. */
    private boolean isAbsent(String account) {
        try {
            keychain.get(account);
            return false;
        } catch (KeychainTrouble trouble) {
            return trouble.answered();
        }
    }
}
