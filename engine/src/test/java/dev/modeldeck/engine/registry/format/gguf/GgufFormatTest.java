package dev.modeldeck.engine.registry.format.gguf;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.format.ModelFormatContract;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

class GgufFormatTest extends ModelFormatContract {

    private static final int U32 = 4;
    private static final int F32 = 6;
    private static final int TEXT = 8;
    private static final int LIST = 9;

    @Override
    protected String id() {
        return "gguf";
    }

    @Override
    protected Path sample(Path folder) {
        ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(2).putLong(6);
        text(text(text(out, "general.architecture").putInt(TEXT), "llama"), "general.name");
        text(text(out.putInt(TEXT), "Tiny"), "llama.context_length").putInt(U32).putInt(4096);
        text(out, "llama.rope.freq_base").putInt(F32).putFloat(10_000);
        text(text(text(out, "tokens").putInt(LIST).putInt(TEXT).putLong(2), "a"), "b");
        text(out, "scores").putInt(LIST).putInt(F32).putLong(2).putFloat(1).putFloat(2);
        text(out, "embed").putInt(2).putLong(16).putLong(8).putInt(0).putLong(0);
        text(out, "norm").putInt(1).putLong(8).putInt(0).putLong(0);
        return write(folder.resolve("tiny.gguf"), Arrays.copyOf(out.array(), out.position()));
    }

    @Test
    void a_list_longer_than_any_file_is_damage() {
        ByteBuffer out = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(0).putLong(1);
        text(out, "scores").putInt(LIST).putInt(F32).putLong(Long.MAX_VALUE);
        Path file = write(folder.resolve("huge.gguf"), Arrays.copyOf(out.array(), out.position()));
        assertThat(refusal(file)).isNotEmpty().doesNotContain("inside");
    }

    private static ByteBuffer text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putLong(bytes.length).put(bytes);
    }

    @Test
    void it_tells_what_it_is_and_is_refused_with_the_way_out() {
        Path file = sample(folder);
        Inspection inspection = inspect(file);

        assertThat(inspection.architecture()).isEqualTo("llama");
        assertThat(inspection.contextLength()).isEqualTo(4096);
        assertThat(inspection.parameters()).isEqualTo(136);
        assertThat(refusal(file)).contains("(Tiny)").contains("Hugging Face folder");
        assertThat(refusal(folder)).as("the folder that it lies in").isEqualTo(refusal(file));
    }
}
