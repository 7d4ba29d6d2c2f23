package dev.modeldeck.engine.cuda;

/**
 * How large PyTorch's libraries for NVIDIA cards are.
 *
 * @param downloadBytes that are fetched
 * @param diskBytes that are needed until all is unpacked
 */
public record CudaSize(long downloadBytes, long diskBytes) {

    /** Libraries of CUDA take about this many times their packed size. */
    private static final int UNPACKED = 2;

    static CudaSize of(long packed) {
        return new CudaSize(packed, (1 + UNPACKED) * packed);
    }
}
