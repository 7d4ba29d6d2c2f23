package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Events and lines of streams that come in pieces of one byte, so that everything is cut. */
class StreamLinesTest {

    private static final String EVENTS =
            ": a comment|:|data: {\"a\":1}||: ping|event: ping|data: {}||"
                    + "event: message_start|data: Schön|data:  ☃|id: 7|retry: 100||"
                    + "event: nothing||data||data: last||";

    private final Failures failures = new Failures("http://x", HttpTerms.patient());

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void events_come_with_every_end_of_a_line(String end) {
        ServerSentEvents events = events(bytes("\uFEFF" + EVENTS.replace("|", end)));
        assertThat(events.eventName()).isEmpty();
        assertNext(events, "{\"a\":1}", "");
        assertNext(events, "{}", "ping");
        assertNext(events, "Schön\n ☃", "message_start");
        assertNext(events, "", "");
        assertNext(events, "last", "");
        assertThat(events.next()).isNull();
        assertThat(events.next()).isNull();
    }

    @Test
    void an_event_is_told_before_the_byte_after_its_end() {
        Buffer onlyOne = new Buffer().writeUtf8("data: now\r\r");
        BufferedSource waits =
                Okio.buffer(
                        new Pieces(onlyOne) {
                            @Override
                            public long read(Buffer sink, long count) throws IOException {
                                long read = super.read(sink, count);
                                if (read < 0) {
                                    throw new AssertionError("waits for what may never come");
                                }
                                return read;
                            }
                        });
        assertThat(new ServerSentEvents(waits, failures).next()).isEqualTo("now");
    }

    @Test
    void an_event_that_the_end_cuts_is_dropped() {
        ServerSentEvents events = events(bytes("data: a\n\ndata: b"));
        assertThat(events.next()).isEqualTo("a");
        assertThat(events.next()).isNull();
    }

    @Test
    void what_is_no_utf_8_does_not_end_the_stream() {
        Buffer broken = new Buffer().writeUtf8("data: caf").writeByte(0xc3);
        broken.writeUtf8("\n\ndata: on\n\n");
        ServerSentEvents events = events(broken);
        assertThat(events.next()).isEqualTo("caf\uFFFD");
        assertThat(events.next()).isEqualTo("on");
    }

    @Test
    void json_lines_come_without_blank_ones_and_with_a_last_one_that_has_no_end() {
        JsonLines lines =
                new JsonLines(
                        Okio.buffer(new Pieces(bytes("\n{\"ü\":1}\r\n  \n\n[2]\r\"drei ☃\""))),
                        failures);
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        assertThat(all).containsExactly("{\"ü\":1}", "[2]", "\"drei ☃\"");
        assertThat(lines.next()).isNull();
    }

    @Test
    void a_hundred_thousand_chunks_are_read() {
        ServerSentEvents events =
                new ServerSentEvents(bytes("data: x\r\n\r\n".repeat(100_000)), failures);
        int count = 0;
        while (events.next() != null) {
            count++;
        }
        assertThat(count).isEqualTo(100_000);
    }

    @Test
    void a_line_without_an_end_is_refused_before_it_fills_the_memory() {
        Source endless =
                new Pieces(new Buffer()) {
                    @Override
                    public long read(Buffer sink, long count) {
                        sink.write(new byte[1 << 16]);
                        return 1 << 16;
                    }
                };
        JsonLines lines = new JsonLines(Okio.buffer(endless), failures);
        assertThatThrownBy(lines::next).hasMessageContaining("more than 64 MiB");
    }

    @Test
    void a_stream_that_breaks_says_so() {
        Source broken =
                new Pieces(new Buffer()) {
                    @Override
                    public long read(Buffer sink, long count) throws IOException {
                        throw new IOException("reset");
                    }
                };
        JsonLines lines = new JsonLines(Okio.buffer(broken), failures);
        assertThatThrownBy(lines::next).hasMessageContaining("broke before");
    }

    private static void assertNext(ServerSentEvents events, String data, String name) {
        assertThat(events.next()).isEqualTo(data);
        assertThat(events.eventName()).isEqualTo(name);
    }

    private ServerSentEvents events(Buffer bytes) {
        return new ServerSentEvents(Okio.buffer(new Pieces(bytes)), failures);
    }

    private static Buffer bytes(String text) {
        return new Buffer().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives one byte at a time. */
    private static class Pieces implements Source {

        private final Buffer bytes;

        Pieces(Buffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public long read(Buffer sink, long count) throws IOException {
            return bytes.read(sink, 1);
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
