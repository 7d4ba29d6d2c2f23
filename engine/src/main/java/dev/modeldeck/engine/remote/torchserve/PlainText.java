package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.TextChunk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer that is text without any form, told piece by piece as its bytes come. */
final class PlainText {

    private final int index;
    private final ChunkListener chunks;
    private final StringBuilder text = new StringBuilder();

    PlainText(int index, ChunkListener chunks) {
        this.index = index;
        this.chunks = chunks;
    }

    void say(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            chunks.onChunk(new TextChunk(index, piece, 0, List.of()));
        }
    }

    /** The whole text, with what was said before. */
    String read(HttpReply reply) {
        try (Pieces pieces = new Pieces()) {
            reply.copyTo(pieces, _ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Turns bytes into whole characters; those cut by the end of a piece wait for the next. */
    private final class Pieces extends OutputStream {

        private final CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] rest = {};

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
            say(out.flip().toString());
        }
    }
}
