package dev.modeldeck.engine.local.gguf;

/** Where the file has a row of a tensor. */
@FunctionalInterface
interface RowOrder {

    RowOrder AS_STORED = (row, _) -> row;

    /**
     * The row in the file.
     *
     * @param count of all rows
     */
    long inFile(long row, long count);

    /** The second half of each head lies between the first: 0, n/2, 1, n/2 + 1 … */
    static RowOrder interleaved(long heads) {
        return (row, count) -> {
            long size = count / heads;
            long half = size / 2;
            long inHead = row % size;
            return row - inHead + 2 * (inHead % half) + inHead / half;
        };
    }
}
