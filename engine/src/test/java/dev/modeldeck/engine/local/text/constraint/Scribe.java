package dev.modeldeck.engine.local.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Writes answers as the worst of models would: each token by chance, at temperature 1. */
final class Scribe {

    private final Tokens tokens;
    private final int end;
    private final Constraints constraints;

    Scribe(Tokens tokens, int end) {
        this.tokens = tokens;
        this.end = end;
        this.constraints = new Constraints(tokens, Set.of(end));
    }

    Constraint begin(Grammar grammar) {
        return constraints.of(grammar);
    }

    /** An answer; empty where it did not come to its end within so many tokens. */
    Optional<String> write(Grammar grammar, long seed, int limit) {
        Random random = new Random(seed);
        Constraint constraint = begin(grammar);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < limit; i++) {
            if (constraint.ended()) {
                return Optional.of(decoded(text));
            }
            int token = choose(constraint.masked(logits(random)), random);
            assertThat(constraint.allows(token)).isTrue();
            if (token == end) {
                return Optional.of(decoded(text));
            }
            constraint.accept(token);
            text.writeBytes(tokens.bytes(token));
        }
        return Optional.empty();
    }

    private float[] logits(Random random) {
        float[] logits = new float[tokens.count()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        return logits;
    }

    private static int choose(float[] logits, Random random) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        double point = random.nextDouble() * sum;
        int last = -1;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] > Float.NEGATIVE_INFINITY) {
                last = i;
                point -= Math.exp(logits[i]);
                if (point < 0) {
                    break;
                }
            }
        }
        return last;
    }

    /** Fails where the bytes are not UTF-8. */
    private static String decoded(ByteArrayOutputStream text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("no UTF-8: " + text, e);
        }
    }
}
