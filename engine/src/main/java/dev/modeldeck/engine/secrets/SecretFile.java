package dev.modeldeck.engine.secrets;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.OwnerOnly;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All secrets in one encrypted file, with its key in a file beside it: whoever copies the one
 * without the other has nothing, and nobody but the owner can read either.
 */
final class SecretFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<TreeMap<String, String>> VALUES = new TypeReference<>() {};

    /** What lies on the disk, or something that only looks like it; bytes are Base64 in it. */
    private record Sealed(
            @Nullable String format, byte @Nullable [] nonce, byte @Nullable [] data) {
        static final String FORMAT = "modeldeck-secrets-1";
    }

    private final Supplier<Path> folder;

    /**
     * @param folder asked for when first needed, since asking makes it
     */
    SecretFile(Supplier<Path> folder) {
        this.folder = folder;
    }

    Path file() {
        return folder.get().resolve("secrets.json");
    }

    private Path keyFile() {
        return folder.get().resolve("secrets.key");
    }

    synchronized Optional<String> find(String account) {
        return Optional.ofNullable(read().get(account));
    }

    synchronized void put(String account, String value) {
        change(values -> values.put(account, value));
    }

    synchronized void delete(String account) {
        change(values -> values.remove(account));
    }

    private void change(Consumer<Map<String, String>> change) {
        // A file that cannot be read ends here, and stays as it is.
        Map<String, String> values = read();
        change.accept(values);
        try {
            AesKey key = Files.exists(file()) ? readKey() : newKey();
            byte[] nonce = AesKey.newNonce();
            byte[] data = key.encrypt(nonce, JSON.writeValueAsBytes(values), Sealed.FORMAT);
            OwnerOnly.replace(
                    file(), JSON.writeValueAsBytes(new Sealed(Sealed.FORMAT, nonce, data)));
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Unavailable(
                            "The secret could not be saved to "
                                    + file()
                                    + ". Make sure that the disk has room and that you may write"
                                    + " there, then try again."),
                    e);
        }
    }

    private Map<String, String> read() {
        if (!Files.exists(file())) {
            return new TreeMap<>();
        }
        try {
            Sealed sealed = JSON.readValue(Files.readAllBytes(file()), Sealed.class);
            byte[] nonce = sealed == null ? null : sealed.nonce();
            byte[] data = sealed == null ? null : sealed.data();
            if (nonce == null || data == null || !Sealed.FORMAT.equals(sealed.format())) {
                throw damaged("It has another format.");
            }
            return JSON.readValue(
                    readKey()
                            .decrypt(nonce, data, Sealed.FORMAT)
                            .orElseThrow(() -> damaged("It does not fit to its key.")),
                    VALUES);
        } catch (IOException e) {
            throw damaged("You may not read it.");
        } catch (JacksonException e) {
            // Without the cause, whose message has what it read.
            throw damaged("It is no such file, or only a part of it.");
        }
    }

    private AesKey readKey() throws IOException {
        if (!Files.exists(keyFile())) {
            throw damaged("Its key " + keyFile() + " is missing.");
        }
        byte[] bytes = Files.readAllBytes(keyFile());
        if (bytes.length != AesKey.BYTES) {
            throw damaged("Its key " + keyFile() + " is damaged.");
        }
        return new AesKey(bytes);
    }

    /** One that lies there without secrets is used: it may belong to a file that comes back. */
    private AesKey newKey() throws IOException {
        if (!Files.exists(keyFile())) {
            OwnerOnly.replace(keyFile(), AesKey.newKey().bytes());
        }
        return readKey();
    }

    private EngineException damaged(String why) {
        return new EngineException(
                new Problem.Damaged(
                        "The secrets in "
                                + file()
                                + " cannot be read. "
                                + why
                                + " Bring back both files from a backup, or move them away and set"
                                + " the secrets again.",
                        file().toString()));
    }
}
