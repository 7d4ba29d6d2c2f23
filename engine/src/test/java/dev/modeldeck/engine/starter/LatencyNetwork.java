package dev.modeldeck.engine.starter;

import dev.modeldeck.engine.local.torchscript.ModuleSource;

import java.util.List;
import java.util.Random;

/**
 * A perceptron of two hidden layers over the logarithms of the columns. It takes raw columns: what
 * they are divided by is part of the module.
 */
final class LatencyNetwork {

    static final int WIDTH = 24;
    private static final int INPUTS = LatencyRule.COLUMNS.size();
    private static final int CLASSES = 2;
    private static final List<Integer> SIZES =
            List.of(WIDTH * INPUTS, WIDTH, WIDTH * WIDTH, WIDTH, CLASSES * WIDTH, CLASSES);

    /** Centre and spread of log(1 + column), from the ranges that examples are drawn from. */
    private static final double[] CENTRES = {5.9, 4.85, 2.0, 0.35, 1.6};

    private static final double[] SPREADS = {1.8, 1.6, 0.9, 0.35, 1.3};

    private static final String SCORES =
            """
            def scores(self: SELF, x: Tensor) -> Tensor:
              w = torch.split_with_sizes(self.theta, [$SIZES], 0)
              h = torch.div(torch.sub(torch.log1p(x), self.centres), self.spreads)
              h = torch.tanh(torch.linear(h, torch.view((w)[0], [$WIDTH, $INPUTS]), (w)[1]))
              h = torch.tanh(torch.linear(h, torch.view((w)[2], [$WIDTH, $WIDTH]), (w)[3]))
              return torch.linear(h, torch.view((w)[4], [$CLASSES, $WIDTH]), (w)[5])
            """;
    private static final String LOSS =
            """
            def forward(self: SELF, x: Tensor, labels: Tensor) -> Tensor:
              return torch.cross_entropy_loss((self).scores(x, ), labels, None, 1, -100, 0.)
            """;
    private static final String PROBABILITIES =
            """
            def $NAME(self: SELF, x: Tensor) -> Tensor:
              return torch.softmax((self).scores(x, ), 1)
            """;

    private LatencyNetwork() {}

    /** The module whose {@code forward} is the loss of rows with their labels. */
    static ModuleSource training(float[] theta) {
        return module(theta, true)
                .method(LOSS)
                .method(PROBABILITIES.replace("$NAME", "probabilities"))
                .build();
    }

    /**
     * The module that ships: {@code forward} takes rows and gives the probability of each class.
     */
    static ModuleSource serving(float[] theta) {
        return module(theta, false).method(PROBABILITIES.replace("$NAME", "forward")).build();
    }

    static float[] randomWeights(Random random) {
        float[] theta = new float[SIZES.stream().mapToInt(Integer::intValue).sum()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.3 * random.nextGaussian());
        }
        return theta;
    }

    private static ModuleSource.Builder module(float[] theta, boolean learnt) {
        List<Long> columns = List.of((long) INPUTS);
        return ModuleSource.named("LatencyClassifier")
                .attribute(
                        "theta", Floats.tensor(List.of((long) theta.length), i -> theta[i], learnt))
                .attribute("centres", Floats.tensor(columns, i -> CENTRES[i], false))
                .attribute("spreads", Floats.tensor(columns, i -> SPREADS[i], false))
                .method(
                        SCORES.replace("$SIZES", SIZES.toString().replaceAll("[\\[\\]]", ""))
                                .replace("$WIDTH", Integer.toString(WIDTH))
                                .replace("$INPUTS", Integer.toString(INPUTS))
                                .replace("$CLASSES", Integer.toString(CLASSES)));
    }
}
