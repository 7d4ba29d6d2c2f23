package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.local.tokens.Vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Log probabilities of tokens under the model itself, before temperature and penalties. */
final class Logprobs {

    private final Vocabulary vocabulary;
    private final int alternatives;

    Logprobs(Vocabulary vocabulary, int alternatives) {
        this.vocabulary = vocabulary;
        this.alternatives = alternatives;
    }

    TokenLogprob of(int chosen, float[] logits) {
        double normalizer = logSumExp(logits);
        List<TokenLogprob.Alternative> best = new ArrayList<>();
        for (int id : best(logits)) {
            best.add(new TokenLogprob.Alternative(text(id), bytes(id), logits[id] - normalizer));
        }
        return new TokenLogprob(text(chosen), bytes(chosen), logits[chosen] - normalizer, best);
    }

    /** The logarithm of what the exponentials of the logits add up to. */
    static double logSumExp(float[] logits) {
        double highest = logits[Sampler.best(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - highest);
        }
        return highest + Math.log(sum);
    }

    private List<Integer> best(float[] logits) {
        Comparator<Integer> worstFirst =
                Comparator.<Integer>comparingDouble(id -> logits[id])
                        .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        for (int id = 0; id < logits.length && alternatives > 0; id++) {
            if (best.size() < alternatives) {
                best.add(id);
            } else if (logits[id] > logits[best.element()]) {
                best.remove();
                best.add(id);
            }
        }
        return best.stream().sorted(worstFirst.reversed()).toList();
    }

    private String text(int id) {
        return new String(vocabulary.bytes(id), StandardCharsets.UTF_8);
    }

    private List<Integer> bytes(int id) {
        List<Integer> bytes = new ArrayList<>();
        for (byte value : vocabulary.bytes(id)) {
            bytes.add(value & 0xFF);
        }
        return bytes;
    }
}
