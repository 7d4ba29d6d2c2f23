package dev.modeldeck.engine.local.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a module as the zip archive that {@code torch.jit.load} reads: {@code data.pkl} (the
 * object), {@code code/__torch__.py} (its class), {@code constants.pkl}, {@code version} and one
 * file of raw bytes a tensor. The same module always gives the same bytes.
 */
public final class TorchArchive {

    /**
     * The file format that PyTorch 2 writes; older numbers make it rewrite calls as they once were.
     */
    private static final String VERSION = "10\n";

    private final ModuleSource module;
    private final List<AttributeValue.DenseTensor> tensors = new ArrayList<>();

    private TorchArchive(ModuleSource module) {
        this.module = module;
    }

    public static byte[] bytes(ModuleSource module) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(module, out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot fail to be written to.", e);
        }
        return out.toByteArray();
    }

    public static void write(ModuleSource module, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(module, out);
        }
    }

    /** Writes the archive; the stream stays open. */
    public static void write(ModuleSource module, OutputStream out) throws IOException {
        new TorchArchive(module).writeTo(out);
    }

    private void writeTo(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        store(zip, "data.pkl", ByteBuffer.wrap(object()));
        store(zip, "code/__torch__.py", text(module.text()));
        store(zip, "constants.pkl", ByteBuffer.wrap(Pickle.emptyTuple()));
        for (int i = 0; i < tensors.size(); i++) {
            store(zip, "data/" + i, tensors.get(i).data().duplicate());
        }
        store(zip, "version", text(VERSION));
        zip.finish();
    }

    private byte[] object() {
        Pickle pickle = new Pickle().instance(module.name());
        module.attributes()
                .forEach((name, value) -> {
                    pickle.text(name);
                    append(pickle, value);
                });
        return pickle.finishInstance().end();
    }

    private void append(Pickle pickle, AttributeValue value) {
        switch (value) {
            case AttributeValue.Flag flag -> pickle.flag(flag.value());
            case AttributeValue.Whole whole -> pickle.whole(whole.value());
            case AttributeValue.Decimal decimal -> pickle.decimal(decimal.value());
            case AttributeValue.Text text -> pickle.text(text.value());
            case AttributeValue.Absent _ -> pickle.op('N');
            case AttributeValue.Wholes wholes -> appendWholes(pickle, wholes);
            case AttributeValue.EmptyList list -> appendEmptyList(pickle, list);
            case AttributeValue.DenseTensor tensor -> appendTensor(pickle, tensor);
        }
    }

    private static void appendWholes(Pickle pickle, AttributeValue.Wholes wholes) {
        pickle.global("torch.jit._pickle", "build_intlist").op('(').op(']').op('(');
        wholes.values().forEach(pickle::whole);
        pickle.op('e').op('t').op('R');
    }

    private static void appendEmptyList(Pickle pickle, AttributeValue.EmptyList list) {
        pickle.global("torch.jit._pickle", "restore_type_tag").op('(');
        pickle.op(']').text(list.type()).op('t').op('R');
    }

    /** {@code _rebuild_tensor_v2((storage), offset, sizes, strides, requires_grad, hooks)}. */
    private void appendTensor(Pickle pickle, AttributeValue.DenseTensor tensor) {
        String key = Integer.toString(tensors.size());
        tensors.add(tensor);
        long elements = tensor.data().remaining() / tensor.element().bytes();
        pickle.global("torch._utils", "_rebuild_tensor_v2").op('(');
        pickle.op('(').text("storage").global("torch", tensor.element().storage());
        pickle.text(key).text("cpu").whole(elements).op('t').op('Q');
        pickle.whole(0).wholes(tensor.shape()).wholes(strides(tensor.shape()));
        pickle.flag(tensor.parameter());
        pickle.global("collections", "OrderedDict").op(')').op('R');
        pickle.op('t').op('R');
    }

    private static List<Long> strides(List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long step = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides[i] = step;
            step *= shape.get(i);
        }
        return List.of(strides);
    }

    private static ByteBuffer text(String value) {
        return ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds an uncompressed entry; PyTorch maps and copies those fastest. */
    private void store(ZipOutputStream zip, String path, ByteBuffer content) throws IOException {
        ZipEntry entry = new ZipEntry(module.name() + "/" + path);
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        entry.setMethod(ZipEntry.STORED);
        entry.setTime(0);
        entry.setSize(content.remaining());
        entry.setCompressedSize(content.remaining());
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        byte[] piece = new byte[Math.min(1 << 16, Math.max(1, content.remaining()))];
        while (content.hasRemaining()) {
            int count = Math.min(piece.length, content.remaining());
            content.get(piece, 0, count);
            zip.write(piece, 0, count);
        }
        zip.closeEntry();
    }
}
