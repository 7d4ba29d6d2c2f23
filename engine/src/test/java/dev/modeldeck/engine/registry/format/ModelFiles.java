package dev.modeldeck.engine.registry.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small model files of every format, complete as far as an inspection looks. */
public final class ModelFiles {

    private ModelFiles() {}

    public static final String CONFIG =
            """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 8, "intermediate_size": 12,
             "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
             "vocab_size": 16, "max_position_embeddings": 128}
            """;

    /** A Hugging Face folder of the Llama architecture with a chat template; 136 parameters. */
    public static Path huggingFace(Path folder) {
        write(folder.resolve("config.json"), CONFIG);
        write(folder.resolve("generation_config.json"), "{\"eos_token_id\": 1}");
        write(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}\n");
        write(folder.resolve("tokenizer_config.json"), "{\"chat_template\": \"{{ messages }}\"}");
        write(folder.resolve("README.md"), "---\nlicense: apache-2.0\ntags:\n- x\n---\n# Tiny\n");
        safetensors(
                folder.resolve("model.safetensors"),
                "BF16",
                2,
                Map.of(
                        "model.embed_tokens.weight",
                        List.of(16, 8),
                        "model.norm.weight",
                        List.of(8)));
        return folder;
    }

    /** A safetensors file of zeros. */
    public static Path safetensors(
            Path file, String dtype, int width, Map<String, List<Integer>> shapes) {
        StringBuilder head = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        int offset = 0;
        for (Map.Entry<String, List<Integer>> tensor : new LinkedHashMap<>(shapes).entrySet()) {
            int end =
                    offset
                            + width
                                    * tensor.getValue().stream()
                                            .reduce(1, (left, right) -> left * right);
            head.append(
                    ",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(tensor.getKey(), dtype, tensor.getValue(), offset, end));
            offset = end;
        }
        byte[] json = head.append("}").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer content =
                ByteBuffer.allocate(8 + json.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(json.length).put(json);
        return write(file, content.array());
    }

    /** A zip with the entries, uncompressed as PyTorch writes them or not: readers take both. */
    public static Path zip(Path file, Map<String, byte[]> entries) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path write(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Path write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
