package dev.modeldeck.engine.registry.format.onnx;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.registry.format.ModelFormatContract;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class OnnxFormatTest extends ModelFormatContract {

    @Override
    protected String id() {
        return "onnx";
    }

    /** ir_version 8, producer "pytorch", a graph of three bytes, opset 17. */
    @Override
    protected Path sample(Path folder) {
        byte[] model = {
            8, 8, 0x12, 7, 'p', 'y', 't', 'o', 'r', 'c', 'h', 0x3a, 3, 1, 2, 3, 0x42, 4, 0x0a, 0,
            0x10, 17
        };
        return write(folder.resolve("model.onnx"), model);
    }

    @Test
    void it_is_refused_with_the_way_out() {
        Path file = sample(folder);

        assertThat(inspect(file).formatLabel()).isEqualTo("ONNX, opset 17, made by pytorch");
        assertThat(refusal(file)).contains("does not run ONNX yet").contains("torch.jit.trace");
        assertThat(refusal(folder)).as("the folder that it lies in").isEqualTo(refusal(file));
    }
}
