package dev.modeldeck.engine.registry.format.torchscript;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;
import static dev.modeldeck.engine.registry.format.ModelFiles.zip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.ModuleSource;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchArchive;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.format.ModelFormatContract;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

public class TorchScriptFormatTest extends ModelFormatContract {

    @Override
    protected String id() {
        return "torchscript";
    }

    @Override
    protected Path sample(Path folder) {
        return traced(folder.resolve("model.pt"));
    }

    /** A module with six learnt numbers. */
    public static Path traced(Path file) {
        ModuleSource module =
                ModuleSource.named("Classifier")
                        .attribute(
                                "weight",
                                new AttributeValue.DenseTensor(
                                        TensorType.FLOAT32,
                                        List.of(3L, 2L),
                                        ByteBuffer.allocate(24),
                                        true))
                        .method(
                                """
                                def forward(self: SELF, x: Tensor) -> Tensor:
                                  return torch.linear(x, self.weight, None)
                                """)
                        .build();
        return write(file, TorchArchive.bytes(module));
    }

    @Test
    void a_file_tells_its_class_its_size_and_its_type() {
        Inspection inspection = inspect(traced(folder.resolve("model.pt")));

        assertThat(inspection.architecture()).isEqualTo("Classifier");
        assertThat(inspection.parameters()).isEqualTo(6);
        assertThat(inspection.dtype()).isEqualTo("f32");
        assertThat(inspection.task()).isEqualTo(Inspection.Task.TENSORS);
        assertThat(inspection.whyNotRunnable()).isEmpty();
        assertThat(inspection.entryPoint()).isEmpty();
    }

    @Test
    void a_folder_with_one_such_file_is_that_file() {
        traced(folder.resolve("one/net.pt"));
        write(folder.resolve("one/README.md"), "# Net");

        assertThat(inspect(folder.resolve("one")).entryPoint()).isEqualTo("net.pt");

        write(folder.resolve("one/optimizer.pt"), new byte[] {(byte) 0x80, 2});
        assertThat(inspect(folder.resolve("one")).entryPoint()).isEqualTo("net.pt");

        traced(folder.resolve("one/other.pth"));
        assertThat(refusal(folder.resolve("one"))).contains("(net.pt, other.pth)");
    }

    /** What Python's own pickler writes: values noted in a memo and taken from there again. */
    @Test
    void storages_are_found_through_the_memo() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(ascii("\u0080\u0002c__torch__.nets\nMlp\nq\u0000)\u0081}("));
        pickle.writeBytes(ascii("X\u0001\u0000\u0000\u0000a"));
        pickle.writeBytes(ascii("ctorch._utils\n_rebuild_tensor_v2\nq\u0001(("));
        pickle.writeBytes(
                ascii("X\u0007\u0000\u0000\u0000storageq\u0002ctorch\nHalfStorage\nq\u0003"));
        pickle.writeBytes(ascii("X\u0001\u0000\u0000\u00000X\u0003\u0000\u0000\u0000cpuq\u0004"));
        pickle.writeBytes(ascii("K\u0004tQK\u0000K\u0004\u0085K\u0001\u0085\u0089NtR"));
        pickle.writeBytes(ascii("X\u0001\u0000\u0000\u0000bh\u0001((h\u0002h\u0003"));
        pickle.writeBytes(ascii("X\u0001\u0000\u0000\u00001h\u0004K\u0002tQK\u0000K\u0002\u0085"));
        pickle.writeBytes(ascii("K\u0001\u0085\u0089NtRub."));
        Path file =
                zip(
                        folder.resolve("net.pt"),
                        Map.of(
                                "net/data.pkl", pickle.toByteArray(),
                                "net/code/__torch__/nets.py", new byte[] {1},
                                "net/data/0", new byte[8],
                                "net/data/1", new byte[4]));

        assertThat(inspect(file).parameters()).isEqualTo(6);
        assertThat(inspect(file).dtype()).isEqualTo("fp16");
        assertThat(inspect(file).architecture()).isEqualTo("Mlp");
    }

    @Test
    void a_pickle_is_refused_with_the_call_that_traces_it() {
        Path zipped =
                zip(
                        folder.resolve("state.pt"),
                        Map.of("state/data.pkl", new byte[] {(byte) 0x80, 2}));
        Path legacy = write(folder.resolve("old.pth"), new byte[] {(byte) 0x80, 2, (byte) 0x8a});
        Path sklearn = write(folder.resolve("model.pkl"), new byte[] {(byte) 0x80, 4, (byte) 0x95});

        for (Path file : List.of(zipped, legacy, sklearn)) {
            assertThat(refusal(file)).contains("pickle").contains("torch.jit.trace");
        }
    }

    @Test
    void other_files_of_pytorch_are_refused() {
        Path exported =
                zip(folder.resolve("model.pt2"), Map.of("model/archive_format", new byte[] {1}));
        assertThat(refusal(exported)).contains("torch.export");

        Path text = write(folder.resolve("model.pt"), "This is not a model.");
        assertThat(refusal(text)).contains("not written by PyTorch");
    }

    @Test
    void a_file_cut_off_or_without_its_numbers_is_damaged() throws IOException {
        Path file = traced(folder.resolve("model.pt"));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(refusal(file)).contains("damaged or cut off");
    }

    @Test
    void a_zip_of_something_else_is_left_alone() {
        assertThat(ask(zip(folder.resolve("a.zip"), Map.of("readme.txt", new byte[] {1}))))
                .isEmpty();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
