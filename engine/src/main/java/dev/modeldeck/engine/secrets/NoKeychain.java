package dev.modeldeck.engine.secrets;

/** No keychain, by choice. */
final class NoKeychain implements Keychain {

    @Override
    public String name() throws KeychainTrouble {
        throw off();
    }

    @Override
    public void put(String account, String value) throws KeychainTrouble {
        throw off();
    }

    @Override
    public String get(String account) throws KeychainTrouble {
        throw off();
    }

    @Override
    public void delete(String account) throws KeychainTrouble {
        throw off();
    }

    private static KeychainTrouble off() {
        return KeychainTrouble.absent("the system's keychain is turned off");
    }
}
