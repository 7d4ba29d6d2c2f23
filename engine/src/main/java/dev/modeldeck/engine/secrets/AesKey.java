package dev.modeldeck.engine.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM (NIST SP 800-38D): what was changed by anybody does not open. */
record AesKey(byte[] bytes) {

    static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    static AesKey newKey() {
        return new AesKey(random(BYTES));
    }

    /** One nonce seals one message, ever. */
    static byte[] newNonce() {
        return random(NONCE_BYTES);
    }

    byte[] encrypt(byte[] nonce, byte[] plain, String label) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, nonce, label).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Empty when it was sealed with another key or label, or was changed. */
    Optional<byte[]> decrypt(byte[] nonce, byte[] data, String label) {
        if (nonce.length != NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, label).doFinal(data));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String label) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(label.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "a key";
    }
}
