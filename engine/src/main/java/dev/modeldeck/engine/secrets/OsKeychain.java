package dev.modeldeck.engine.secrets;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.KeyringStorageType;
import com.github.javakeyring.PasswordAccessException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The keychain of macOS, the credential manager of Windows, or a Linux desktop's keyring. For one
 * call at a time.
 */
final class OsKeychain implements Keychain {

    private static final Logger LOG = LoggerFactory.getLogger(OsKeychain.class);
    private static final String SERVICE = "Modeldeck";
    private static final long NEXT_LOOK = Duration.ofMinutes(1).toNanos();

    private @Nullable Keyring keyring;
    private long missed = System.nanoTime() - NEXT_LOOK;

    /** What is done with an open one. */
    private interface Work<T> {
        T with(Keyring open) throws PasswordAccessException;
    }

    /** Told when a value that means nothing was kept and forgotten: opening proves too little. */
    @Override
    public String name() throws KeychainTrouble {
        put("trial", "trial");
        delete("trial");
        return switch (call(Keyring::getKeyringStorageType)) {
            case OSX_KEYCHAIN, LEGACY_OSX_KEYCHAIN -> "the keychain of macOS";
            case WINDOWS_CREDENTIAL_STORE -> "the Windows Credential Manager";
            case GNOME_KEYRING -> "the desktop's keyring";
            case KWALLET -> "KWallet";
        };
    }

    @Override
    public void put(String account, String value) throws KeychainTrouble {
        String kept =
                call(open -> {
                    open.setPassword(SERVICE, account, value);
                    return open.getPassword(SERVICE, account);
                });
        if (!kept.equals(value)) {
            throw KeychainTrouble.refused(); // without a word, as a locked keyring does
        }
    }

    @Override
    public String get(String account) throws KeychainTrouble {
        return call(open -> open.getPassword(SERVICE, account));
    }

    @Override
    public void delete(String account) throws KeychainTrouble {
        call(open -> {
            open.deletePassword(SERVICE, account);
            return true;
        });
    }

    private synchronized <T> T call(Work<T> work) throws KeychainTrouble {
        Keyring open = open();
        boolean sound = false;
        try {
            T result = work.with(open);
            sound = true;
            return result;
        } catch (PasswordAccessException e) {
            sound = true;
            throw KeychainTrouble.refused();
        } finally {
            if (!sound) {
                keyring = null; // the connection to its daemon broke: the next call makes another
            }
        }
    }

    private Keyring open() throws KeychainTrouble {
        Keyring open = keyring;
        if (open != null) {
            return open;
        }
        if (System.nanoTime() - missed >= NEXT_LOOK) {
            for (KeyringStorageType kind : kinds()) {
                try {
                    open = Keyring.create(kind);
                    keyring = open;
                    return open;
                } catch (BackendNotSupportedException e) {
                    LOG.debug("No {}: {}", kind, e.toString());
                }
            }
            missed = System.nanoTime(); // looking for it takes seconds
        }
        throw KeychainTrouble.absent("this system has no keychain that could be opened");
    }

    /** Those of other systems are not even tried: that would load their libraries. */
    private static List<KeyringStorageType> kinds() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return List.of(KeyringStorageType.OSX_KEYCHAIN);
        }
        if (system.contains("windows")) {
            return List.of(KeyringStorageType.WINDOWS_CREDENTIAL_STORE);
        }
        return System.getenv("DBUS_SESSION_BUS_ADDRESS") == null
                ? List.of()
                : List.of(KeyringStorageType.GNOME_KEYRING, KeyringStorageType.KWALLET);
    }
}
