package dev.modeldeck.engine.local.vectors;

/**
 * The matrix of a linear map as it is stored: a row of weights for each output. An output depends
 * on its own row and input only, to the last digit: neither on how many inputs are multiplied
 * together, nor on how outputs are shared out.
 */
public interface RowMatrix {

    /** Rows. */
    int outputs();

    /** Weights of a row. */
    int inputs();

    /** Outputs are computed in multiples of so many, but for the last. */
    int step();

    /** Numbers of an input that is arranged. */
    int arranged();

    /**
     * Lays an input out as {@link #multiply} reads it.
     *
     * @param from where it begins in {@code x}
     * @param at where the arranged one begins in {@code to}
     */
    void arrange(float[] x, int from, float[] to, int at);

    /**
     * Multiplies inputs by some rows: {@code y[at + i * stride + n]} becomes the product of input i
     * and row n.
     *
     * @param x arranged inputs, one after the other
     * @param count of inputs
     * @param first row, a multiple of the step
     * @param end row behind the last: a multiple of the step, or all
     */
    void multiply(float[] x, int count, float[] y, int at, int stride, int first, int end);
}
