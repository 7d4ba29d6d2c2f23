package dev.modeldeck.engine.cuda;

import dev.modeldeck.engine.kernel.Problem;

/** How PyTorch's libraries for NVIDIA cards are on this machine. */
public sealed interface CudaState {

    /** There are none for this system. */
    record Unsupported() implements CudaState {}

    /**
     * Not here.
     *
     * @param arrivedBytes what an earlier try has left, with which the next one goes on
     */
    record Absent(long arrivedBytes) implements CudaState {}

    /**
     * On the way.
     *
     * @param doneBytes of the step's
     */
    record Fetching(Step step, long doneBytes, long allBytes) implements CudaState {}

    /** What is done with the files. */
    enum Step {
        DOWNLOADING,
        CHECKING,
        UNPACKING
    }

    /**
     * Here and ready.
     *
     * @param build what a person reads, for example {@code PyTorch 2.7.1 for CUDA 12.9}
     * @param bytes that they take on the disk
     */
    record Present(String build, long bytes) implements CudaState {}

    /** The last try failed. */
    record Failed(Problem problem, long arrivedBytes) implements CudaState {}
}
