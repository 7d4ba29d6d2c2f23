package dev.modeldeck.engine.inference.speed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Something that a benchmark measures, in the order in which it is shown. */
public enum Measure {
    READY("ready after the start of its process", Unit.SECONDS),
    LOAD("of that, loading the model", Unit.SECONDS),
    PRIVATE_MEMORY("memory of its own", Unit.MEGABYTES),
    TOTAL_MEMORY("memory, pages of mapped files included", Unit.MEGABYTES),
    BANDWIDTH("memory is read at", Unit.GIGABYTES_A_SECOND),
    PREFILL_128("prefill of 128 tokens", Unit.TOKENS_A_SECOND),
    PREFILL_512("prefill of 512", Unit.TOKENS_A_SECOND),
    PREFILL_2048("prefill of 2,048", Unit.TOKENS_A_SECOND),
    DECODE_128("decode at context 128", Unit.TOKENS_A_SECOND),
    FLOOR("share of what reading the weights allows", Unit.PERCENT),
    DECODE_2048("decode at context 2,048", Unit.TOKENS_A_SECOND),
    BATCH_1("1 answer", Unit.TOKENS_A_SECOND),
    BATCH_4("4 answers at once", Unit.TOKENS_A_SECOND),
    BATCH_8("8 answers at once", Unit.TOKENS_A_SECOND),
    BATCH_16("16 answers at once", Unit.TOKENS_A_SECOND),
    BATCH_32("32 answers at once", Unit.TOKENS_A_SECOND),
    FIRST_TOKEN_COLD("first token of a prompt of 1,056", Unit.MILLISECONDS),
    FIRST_TOKEN_WARM("first token, 1,024 of them known", Unit.MILLISECONDS),
    FIRST_TURN("conversation of 1,500: first token", Unit.MILLISECONDS),
    SECOND_TURN("its second turn: first token", Unit.MILLISECONDS),
    PLAIN_ANSWER("an answer that quotes nothing", Unit.TOKENS_A_SECOND),
    QUOTING_ANSWER("an answer that quotes its prompt", Unit.TOKENS_A_SECOND),
    BUSY_NEIGHBOUR("decode while another keeps a core busy", Unit.TOKENS_A_SECOND),
    WORKER_1("1 caller, in the same process", Unit.TOKENS_A_SECOND),
    GATEWAY_1("1 caller, over HTTP", Unit.TOKENS_A_SECOND),
    WORKER_16("16 callers, in the same process", Unit.TOKENS_A_SECOND),
    GATEWAY_16("16 callers, over HTTP", Unit.TOKENS_A_SECOND);

    /** What a figure counts. */
    enum Unit {
        SECONDS("s", "seconds", 2),
        MILLISECONDS("ms", "ms", 0),
        MEGABYTES("MB", "mb", 0),
        GIGABYTES_A_SECOND("GB/s", "gb_per_second", 1),
        TOKENS_A_SECOND("tok/s", "tokens_per_second", 1),
        PERCENT("%", "percent", 0);

        private final String sign;
        private final String key;
        private final int decimals;

        Unit(String sign, String key, int decimals) {
            this.sign = sign;
            this.key = key;
            this.decimals = decimals;
        }
    }

    private final String label;
    private final Unit unit;

    Measure(String label, Unit unit) {
        this.label = label;
        this.unit = unit;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }

    /** The sign of its unit, such as {@code tok/s}. */
    public String unit() {
        return unit.sign;
    }

    /** Its name in JSON, which tells the unit: {@code decode_128_tokens_per_second}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT) + "_" + unit.key;
    }

    /** A figure for people: three digits or more, and no more decimals than mean something. */
    public String text(double figure) {
        int decimals = Math.abs(figure) >= 100 ? 0 : unit.decimals;
        return String.format(Locale.ROOT, "%,." + decimals + "f", figure);
    }

    static Optional<Measure> of(String key) {
        return Arrays.stream(values()).filter(measure -> measure.key().equals(key)).findFirst();
    }
}
