package dev.modeldeck.engine.wire.numpy;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Several arrays with their names, in one file. */
public final class Npz {

    private static final String ENDING = ".npy";

    /** As much as an answer may have in all, so that a small file cannot fill the memory. */
    private static final int LARGEST = 512 << 20;

    private Npz() {}

    /**
     * @throws EngineException for a type that NumPy does not have
     */
    public static byte[] write(List<Tensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Tensor tensor : tensors) {
                zip.putNextEntry(new ZipEntry(tensor.name() + ENDING));
                zip.write(Npy.write(tensor));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what a server sent; what cannot be read is the server's fault. */
    public static List<Tensor> read(byte[] file) {
        List<Tensor> tensors = new ArrayList<>();
        int left = LARGEST;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                String own =
                        name.endsWith(ENDING)
                                ? name.substring(0, name.length() - ENDING.length())
                                : name;
                byte[] array = zip.readNBytes(left + 1);
                if (array.length > left) {
                    throw Npy.broken(own, "is larger than 512 MiB");
                }
                left -= array.length;
                tensors.add(Npy.read(own, array));
            }
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer cannot be read: it is no file of NumPy arrays.",
                            502),
                    e);
        }
        return tensors;
    }
}
