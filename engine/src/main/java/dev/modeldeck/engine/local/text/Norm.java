package dev.modeldeck.engine.local.text;

/**
 * How the vectors between layers are normalised before each part of a layer and at the end.
 *
 * @param after whether what attention and MLP give is normalised, too, before it is added
 */
public record Norm(Kind kind, double epsilon, boolean after) {

    /** The formula. */
    public enum Kind {
        /** RMSNorm (Zhang and Sennrich 2019). */
        RMS,
        /** RMSNorm whose checkpoints hold by how much its weights exceed one. */
        RMS_ABOVE_ONE,
        /** LayerNorm (Ba et al. 2016), with a bias. */
        LAYER
    }

    public Norm {
        if (after && kind == Kind.LAYER) {
            throw new IllegalArgumentException(
                    "LayerNorm stands before the parts of a layer only.");
        }
    }

    /** In front of each part only. */
    static Norm before(Kind kind, double epsilon) {
        return new Norm(kind, epsilon, false);
    }
}
