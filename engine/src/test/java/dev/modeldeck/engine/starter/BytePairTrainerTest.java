package dev.modeldeck.engine.starter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class BytePairTrainerTest {

    private static List<BytePairTrainer.Pair> merges() {
        return new BytePairTrainer(Stream.of("low lower lowest", "new newer newest")).merges(30);
    }

    @Test
    void a_text_always_gives_the_same_merges_most_frequent_first() {
        assertThat(merges()).isEqualTo(merges());
        assertThat(merges().getFirst()).isEqualTo(new BytePairTrainer.Pair("w", "e"));
    }

    @Test
    void pairs_that_occur_once_are_not_joined() {
        assertThat(new BytePairTrainer(Stream.of("")).merges(10)).isEmpty();
    }

    @Test
    void the_library_reads_the_tokenizer_and_any_text_comes_back(@TempDir Path folder)
            throws Exception {
        TorchRuntime.stayOffline();
        Path file =
                Files.writeString(
                        folder.resolve("tokenizer.json"), TokenizerFiles.tokenizer(merges()));
        try (HuggingFaceTokenizer tokenizer =
                HuggingFaceTokenizer.newInstance(file, Map.of("addSpecialTokens", "false"))) {
            String text = "Newest lower, 12 × ü\n  漢字 🙂 <|im_end|>";
            long[] ids = tokenizer.encode(text, false, false).getIds();
            assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
            assertThat(ids[ids.length - 1]).isEqualTo(2);
            assertThat(tokenizer.encode("lower", false, false).getIds()).hasSizeLessThan(3);
        }
    }
}
