package dev.modeldeck.engine.secrets;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** A keychain in memory that can be locked, and refuses long values as that of Windows does. */
final class FakeKeychain implements Keychain {

    static final int LONGEST = 100;

    final Map<String, String> values = new HashMap<>();
    volatile boolean locked;

    @Override
    public String name() throws KeychainTrouble {
        open();
        return "the keychain of the test";
    }

    @Override
    public void put(String account, String value) throws KeychainTrouble {
        open();
        if (value.length() > LONGEST) {
            throw KeychainTrouble.refused();
        }
        values.put(account, value);
    }

    @Override
    public String get(String account) throws KeychainTrouble {
        open();
        return found(values.get(account));
    }

    @Override
    public void delete(String account) throws KeychainTrouble {
        open();
        found(values.remove(account));
    }

    private static String found(@Nullable String value) throws KeychainTrouble {
        if (value == null) {
            throw KeychainTrouble.refused();
        }
        return value;
    }

    private void open() throws KeychainTrouble {
        if (locked) {
            throw KeychainTrouble.absent("the keychain is locked");
        }
    }
}
