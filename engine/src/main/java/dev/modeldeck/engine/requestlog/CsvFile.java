package dev.modeldeck.engine.requestlog;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes rows as RFC 4180 says: CRLF, quotes doubled, everything with a sign in it quoted. */
final class CsvFile {

    private static final List<String> HEADER =
            List.of(
                    "sequence",
                    "request_id",
                    "time",
                    "door",
                    "dialect",
                    "requester",
                    "endpoint",
                    "served_entity",
                    "status",
                    "latency_ms",
                    "queued_ms",
                    "time_to_first_token_ms",
                    "tokens_in",
                    "tokens_out",
                    "tokens_per_second",
                    "tokens_estimated",
                    "inter_token_ms",
                    "longest_gap_ms",
                    "connect_ms",
                    "bytes_sent",
                    "bytes_received",
                    "streamed",
                    "problem",
                    "request",
                    "answer");

    /** Signs with which a formula begins. */
    private static final String FORMULA = "=+-@\t\r";

    private final Writer out;

    CsvFile(Writer out) throws IOException {
        this.out = out;
        line(HEADER);
    }

    void write(RequestStore.LoggedRow row) throws IOException {
        LoggedCall call = row.call();
        LoggedCall.Measures measures = call.measures();
        line(
                List.of(
                        String.valueOf(call.sequence()),
                        call.requestId(),
                        call.at().toString(),
                        call.door(),
                        call.dialect(),
                        foreign(call.requester()),
                        foreign(call.endpoint()),
                        call.servedEntity(),
                        String.valueOf(call.status()),
                        number(call.latencyMillis()),
                        number(call.queuedMillis()),
                        number(call.timeToFirstTokenMillis()),
                        String.valueOf(call.tokensIn()),
                        String.valueOf(call.tokensOut()),
                        number(call.tokensPerSecond()),
                        String.valueOf(measures.estimated()),
                        number(measures.interTokenMillis()),
                        number(measures.longestGapMillis()),
                        number(measures.connectMillis()),
                        String.valueOf(measures.bytesSent()),
                        String.valueOf(measures.bytesReceived()),
                        String.valueOf(call.streamed()),
                        foreign(call.problem()),
                        foreign(row.bodies().request()),
                        foreign(row.bodies().answer())));
    }

    private void line(List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(quoted(cells.get(i)));
        }
        out.write("\r\n");
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.valueOf(value);
    }

    /** What strangers wrote must not be a formula where a spreadsheet opens the file. */
    private static String foreign(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        return FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
