package dev.modeldeck.engine.secrets;

import java.time.Duration;

/** Where the operating system keeps passwords. Every call may ask the person and take its time. */
public interface Keychain {

    /** The one of this system, opened when first needed; no call of it takes longer than that. */
    static Keychain ofSystem() {
        return new TimedKeychain(new OsKeychain(), Duration.ofSeconds(20));
    }

    /** For engines that are to leave the system's alone. */
    static Keychain none() {
        return new NoKeychain();
    }

    /**
     * What its users call it, where it can be used.
     *
     * @throws KeychainTrouble when there is none, or it keeps nothing
     */
    String name() throws KeychainTrouble;

    void put(String account, String value) throws KeychainTrouble;

    String get(String account) throws KeychainTrouble;

    void delete(String account) throws KeychainTrouble;
}
