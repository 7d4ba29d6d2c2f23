package dev.modeldeck.engine.bench;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import com.github.tjake.jlama.util.PhysicalCoreExecutor;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * Measures Jlama on its path through Java's own vectors: its native library, which it would prefer,
 * is not on the class path, because it gave wrong tokens.
 */
public final class JlamaMain {

    private static final int PROMPT = 512;
    private static final int CONTEXT = 128;
    private static final int STEPS = 32;
    private static final int ROUNDS = 4;

    private final AbstractModel model;
    private final AbstractTensor logits;
    private final Random random = new Random(1);

    private JlamaMain(AbstractModel model) {
        this.model = model;
        this.logits = model.makeDenseTensor(model.getConfig().vocabularySize);
    }

    public static void main(String[] arguments) throws Exception {
        PhysicalCoreExecutor.overrideThreadCount(Integer.parseInt(arguments[2]));
        Path files = Path.of(arguments[0]);
        if (!arguments[1].equals("BF16")) {
            files =
                    SafeTensorSupport.quantizeModel(
                            files,
                            DType.valueOf(arguments[1]),
                            new String[] {"norm"},
                            new String[0],
                            Optional.empty());
        }
        try (AbstractModel model =
                ModelSupport.loadModel(files.toFile(), DType.F32, DType.I8)) {
            new JlamaMain(model).run();
        }
        // Its threads would not let the process end.
        Runtime.getRuntime().halt(0);
    }

    private void run() {
        double[] prefill = new double[ROUNDS];
        double[] decode = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            try (KvBufferCache.KvBuffer memory = memory()) {
                prefill[i] = PROMPT / seconds(() -> read(memory, PROMPT));
            }
            try (KvBufferCache.KvBuffer memory = memory()) {
                read(memory, CONTEXT);
                decode[i] = STEPS / seconds(() -> write(memory));
            }
        }
        System.out.println("measured PREFILL_512 " + best(prefill));
        System.out.println("measured DECODE_128 " + best(decode));
        System.out.flush();
    }

    private KvBufferCache.KvBuffer memory() {
        return new KvBufferCache(model).getEphemeralKvBuffer();
    }

    private void read(KvBufferCache.KvBuffer memory, int length) {
        int[] prompt = random.ints(length, 0, model.getConfig().vocabularySize).toArray();
        try (AbstractTensor last = model.batchForward(prompt, 0, memory)) {
            choose(last.slice(last.shape().first() - 1));
        }
    }

    private void write(KvBufferCache.KvBuffer memory) {
        for (int i = 0; i < STEPS; i++) {
            int token = random.nextInt(model.getConfig().vocabularySize);
            try (AbstractTensor last =
                    model.forward(token, CONTEXT + i, memory, Optional.empty())) {
                choose(last);
            }
        }
    }

    private void choose(AbstractTensor last) {
        model.sample(last, 0f, 0.5f, logits);
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The compiler needs a while: the best round is the fairest. */
    private static double best(double[] rates) {
        return Arrays.stream(rates).max().orElseThrow();
    }
}
