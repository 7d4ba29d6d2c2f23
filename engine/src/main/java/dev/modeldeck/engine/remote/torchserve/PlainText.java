package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.http.HttpReply;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Turns the bytes of an answer without any form into whole characters as they come; those cut by
 * the end of a piece wait for the next.
 */
final class PlainText extends OutputStream {

    private final Consumer<String> each;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = {};

    private PlainText(Consumer<String> each) {
        this.each = each;
    }

    /** Passes on the answer piece by piece. */
    static void read(HttpReply reply, Consumer<String> each) {
        try (PlainText pieces = new PlainText(each)) {
            reply.copyTo(pieces, _ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        decode(bytes, from, count, false);
    }

    @Override
    public void close() {
        decode(new byte[0], 0, 0, true);
    }

    private void decode(byte[] bytes, int from, int count, boolean end) {
        ByteBuffer in = ByteBuffer.allocate(rest.length + count);
        in.put(rest).put(bytes, from, count).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 2);
        decoder.decode(in, out, end);
        rest = new byte[in.remaining()];
        in.get(rest);
        each.accept(out.flip().toString());
    }
}
