package dev.modeldeck.engine.requestlog;

import static dev.modeldeck.engine.requestlog.SampleCalls.START;
import static dev.modeldeck.engine.requestlog.SampleCalls.call;
import static dev.modeldeck.engine.requestlog.SampleCalls.failed;
import static dev.modeldeck.engine.requestlog.SampleCalls.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.CallMeasures;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

class RequestLogTest {

    @TempDir private Path folder;
    private Database database;
    private RequestLog log;
    private boolean keepBodies = true;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"));
        log = reopen(START);
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void a_call_is_kept_with_its_numbers_and_bodies() {
        write(call("chat", 200, "What is an alias?", "A name for a version."));
        LoggedCall row = log.page(CallFilter.all(), 0, 10).getFirst();
        assertThat(row.sequence()).isEqualTo(1);
        assertThat(row.endpoint()).isEqualTo("chat");
        assertThat(row.latencyMillis()).isEqualTo(1500);
        assertThat(row.timeToFirstTokenMillis()).isEqualTo(250);
        assertThat(row.tokensPerSecond()).isEqualTo(7 / 1.25);
        assertThat(row.problem()).isNull();
        assertThat(row.measures()).isEqualTo(new LoggedCall.Measures(20, 90, 3, 120, 4500, true));
        assertThat(log.find(1)).contains(row);
        assertThat(log.bodies(1))
                .isEqualTo(new LoggedCall.Bodies("What is an alias?", "A name for a version.", ""));
        assertThat(log.bodies(99).note()).contains("no longer in the log");
    }

    @Test
    void what_was_said_before_a_cut_is_kept_and_marked() {
        write(failed(new Problem.Unavailable("The worker ended."), "Half an ans"));
        assertThat(log.page(CallFilter.all(), 0, 1).getFirst().problem())
                .isEqualTo("The worker ended.");
        assertThat(log.bodies(1).answer()).isEqualTo("Half an ans");
        assertThat(log.bodies(1).note()).contains("cut short");
    }

    @Test
    void bodies_can_be_switched_off() {
        keepBodies = false;
        write(call("chat", 200, "secret", "secret too"));
        assertThat(log.bodies(1).request()).isNull();
        assertThat(log.bodies(1).answer()).isNull();
        assertThat(log.bodies(1).note()).contains("switched off");
        assertThat(log.page(CallFilter.all(), 0, 1).getFirst().measures())
                .isEqualTo(new LoggedCall.Measures(20, 90, 3, 120, 4500, true));
        assertThat(count("secret")).isZero();
    }

    @Test
    void long_bodies_are_not_kept() {
        String longest = "x".repeat(RequestLog.BODY_LIMIT);
        write(
                call("chat", 200, longest, longest + "x"),
                call("chat", 200, "ö".repeat(600_000), "a"));
        assertThat(log.bodies(1).request()).hasSize(RequestLog.BODY_LIMIT);
        assertThat(log.bodies(1).answer()).isNull();
        assertThat(log.bodies(1).note())
                .isEqualTo("The answer is longer than 1 MiB and was not kept.");
        assertThat(log.bodies(2).request()).isNull();
    }

    @Test
    void a_picture_is_kept_whole_and_words_behind_it_are_found() {
        String picture = "AAAA/BBB+".repeat(50_000);
        String request =
                "[{\"url\":\"data:image/png;base64,%s=\"},{\"text\":\"lighthouse\"}]"
                        .formatted(picture);
        write(call("chat", 200, request, "a"), call("chat", 200, request.repeat(3), "b"));
        assertThat(log.bodies(1).request()).isEqualTo(request);
        assertThat(count("lighthouse")).isEqualTo(1);
        assertThat(count("AAAA")).isZero();
        assertThat(log.bodies(2).request()).isNull();
        assertThat(log.bodies(2).note()).contains("longer than 1 MiB");
    }

    @Test
    void strange_characters_do_no_harm() {
        write(call("chat", 200, "a\0b and \uD800 alone", "emoji 😀 \0 end"));
        assertThat(log.bodies(1).request()).startsWith("a\0b and ").endsWith(" alone");
        assertThat(log.bodies(1).answer()).isEqualTo("emoji 😀 \0 end");
        assertThat(count("end")).isEqualTo(1);
        assertThat(count("\"quotes' OR 1=1 --")).isZero();
        assertThat(count("%*:^(")).isZero();
    }

    @Test
    void an_answer_that_cannot_be_rendered_costs_its_body_only() {
        CallRecord good = call("chat", 200, "q", "a");
        CallRecord bad =
                new CallRecord(
                        RequestId.random(),
                        START,
                        new CallContext(
                                "gateway",
                                "openai",
                                "me",
                                false,
                                "q",
                                result -> {
                                    throw new IllegalStateException("no");
                                }),
                        "chat",
                        "a",
                        200,
                        null,
                        Duration.ZERO,
                        Duration.ZERO,
                        null,
                        Usage.NONE,
                        new InferenceResult.Text(List.of(), Usage.NONE),
                        null,
                        CallMeasures.NONE);
        write(bad, good);
        assertThat(log.count(CallFilter.all())).isEqualTo(2);
        assertThat(log.bodies(1).note()).contains("could not be rendered");
    }

    @Test
    void filters_work_alone_and_together() {
        write(
                call("chat", 200, "about tokens", "yes"),
                call("chat", 404, "about aliases", "no"),
                call("iris", 503, "rows", "none"),
                call("iris", 200, "more rows", "Tokenizer"));
        assertThat(count("token")).isEqualTo(2);
        assertThat(count("about alia")).isEqualTo(1);
        assertThat(count("about rows")).isZero();
        assertThat(log.count(new CallFilter("", "iris", "", 0, null))).isEqualTo(2);
        assertThat(log.count(new CallFilter("", "", "gateway", 0, null))).isEqualTo(4);
        assertThat(log.count(new CallFilter("", "", "playground", 0, null))).isZero();
        assertThat(log.count(new CallFilter("", "", "", 5, null))).isEqualTo(1);
        assertThat(log.count(new CallFilter("rows", "iris", "gateway", 2, START))).isEqualTo(1);
        assertThat(log.count(new CallFilter("", "", "", 0, START.plusSeconds(1)))).isZero();
        String id = log.find(3).orElseThrow().requestId();
        assertThat(log.page(new CallFilter(id, "", "", 0, null), 0, 9))
                .extracting(LoggedCall::sequence)
                .containsExactly(3L);
    }

    @Test
    void a_hundred_thousand_rows_are_paged_right_anywhere() {
        RequestStore store = new RequestStore(database);
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            CallRecord call = call(i % 10 == 0 ? "rare" : "chat", 200, "", "");
            entries.add(new LogEntry(call, new LoggedCall.Bodies("", "", "")));
        }
        for (int i = 0; i < 20; i++) {
            store.write(i * 5_000 + 1, entries);
        }
        assertThat(log.count(CallFilter.all())).isEqualTo(100_000);
        for (long offset : new long[] {0, 1, 49_999, 99_990, 99_999}) {
            List<LoggedCall> page = log.page(CallFilter.all(), offset, 50);
            assertThat(page).hasSize((int) Math.min(50, 100_000 - offset));
            assertThat(page.getFirst().sequence()).isEqualTo(100_000 - offset);
            assertThat(page.getLast().sequence()).isEqualTo(100_000 - offset - page.size() + 1);
        }
        assertThat(log.page(CallFilter.all(), 100_000, 50)).isEmpty();
        CallFilter rare = new CallFilter("", "rare", "", 0, null);
        assertThat(log.count(rare)).isEqualTo(10_000);
        assertThat(log.page(rare, 9_999, 50)).extracting(LoggedCall::sequence).containsExactly(1L);
        assertThat(log.page(rare, 5_000, 2))
                .extracting(LoggedCall::sequence)
                .containsExactly(49_991L, 49_981L);
    }

    @Test
    void old_rows_go_and_the_rest_stays_paged() {
        write(call("chat", 200, "old", "old"), call("chat", 200, "older", "older"));
        log.close();
        log = reopen(START.plus(Duration.ofDays(31)));
        await("the old rows are gone", () -> log.count(CallFilter.all()) == 0);
        assertThat(log.bodies(1).note()).contains("no longer");
        assertThat(count("old")).isZero();
    }

    @Test
    void everything_said_before_the_end_is_there_after_it() {
        for (int i = 0; i < 700; i++) {
            log.finished(call("chat", 200, "q" + i, "a"));
        }
        log.close();
        log = reopen(START);
        assertThat(log.count(CallFilter.all())).isEqualTo(700);
        assertThat(log.newest().get()).isEqualTo(700);
    }

    @Test
    void clearing_begins_afresh() {
        write(call("chat", 200, "q", "a"), call("chat", 200, "q", "a"));
        log.clear();
        assertThat(log.count(CallFilter.all())).isZero();
        assertThat(count("q")).isZero();
        write(call("chat", 200, "again", "a"));
        assertThat(log.page(CallFilter.all(), 0, 9)).hasSize(1);
    }

    @Test
    void the_export_is_csv_as_the_rfc_says() throws Exception {
        write(
                call("chat", 200, "plain", "with \"quotes\", commas\nand lines"),
                call("iris", 404, "other", "x"));
        Path file = folder.resolve("log.csv");
        assertThat(log.exportCsv(new CallFilter("", "chat", "", 0, null), file, rows -> {}))
                .isEqualTo(1);
        String text = Files.readString(file);
        assertThat(text).startsWith("sequence,request_id,time,").endsWith("\r\n");
        assertThat(text).contains(",plain,\"with \"\"quotes\"\", commas\nand lines\"\r\n");
        assertThat(log.exportCsv(CallFilter.all(), file, rows -> {})).isEqualTo(2);
    }

    @Test
    void clearing_leaves_no_trace_in_the_file() throws Exception {
        write(call("chat", 200, "hush".repeat(50_000), "Never tell Rumpelstiltskin."));
        log.clear();
        for (String file : List.of("test.db", "test.db-wal")) {
            assertThat(Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("Rumpelstiltskin")
                    .doesNotContainIgnoringCase("rumpelstiltskin");
        }
        assertThat(Files.size(folder.resolve("test.db"))).isLessThan(200_000);
    }

    @Test
    void the_oldest_go_where_the_database_has_grown_too_large() {
        RequestStore store = new RequestStore(database);
        CallRecord call = call("chat", 200, "", "");
        LoggedCall.Bodies bodies = new LoggedCall.Bodies("x".repeat(2_000), "", "");
        for (int i = 0; i < 4; i++) {
            store.write(
                    i * 1_000 + 1,
                    java.util.Collections.nCopies(1_000, new LogEntry(call, bodies)));
        }
        long before = database.usedBytes();
        store.deleteDownTo(before / 2);
        assertThat(database.usedBytes()).isLessThan(before / 2);
        assertThat(store.newest()).isEqualTo(4_000);
        assertThat(log.count(CallFilter.all())).isBetween(500L, 2_000L);
    }

    @Test
    void a_flood_of_large_bodies_costs_bodies_and_no_calls() throws Exception {
        CountDownLatch rendering = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        var result = new InferenceResult.Text(List.of(), Usage.NONE);
        Function<InferenceResult, String> slow =
                _ -> {
                    rendering.countDown();
                    await("the others came", () -> mayGoOn.getCount() == 0);
                    return "a";
                };
        log.finished(record("chat", 200, null, "q", slow, result, null));
        rendering.await();
        String large = "x".repeat(RequestLog.BODY_LIMIT * 16);
        for (int i = 0; i < 5; i++) {
            log.finished(call("chat", 200, large, "a"));
        }
        mayGoOn.countDown();
        await("all are logged", () -> log.count(CallFilter.all()) == 6);
        assertThat(log.bodies(2).note()).contains("longer than 1 MiB");
        assertThat(log.bodies(6).note()).contains("So many calls came");
    }

    @Test
    void a_call_that_breaks_the_writer_does_not_end_the_log() {
        CallRecord broken =
                record(
                        "chat",
                        200,
                        null,
                        "q",
                        _ -> {
                            throw new NoSuchElementException("on purpose");
                        },
                        new InferenceResult.Text(List.of(), Usage.NONE),
                        null);
        log.finished(broken);
        await(
                "later calls are logged",
                () -> {
                    log.finished(call("chat", 200, "q", "a"));
                    return log.count(CallFilter.all()) > 0;
                });
    }

    @Test
    void no_cell_of_the_export_is_a_formula() throws Exception {
        write(call("chat", 200, "=HYPERLINK(\"http://x\")", "-1+2"));
        Path file = folder.resolve("log.csv");
        log.exportCsv(CallFilter.all(), file, rows -> {});
        assertThat(Files.readString(file)).endsWith(",\"'=HYPERLINK(\"\"http://x\"\")\",'-1+2\r\n");
    }

    private RequestLog reopen(Instant now) {
        return RequestLog.open(
                database, () -> keepBodies, () -> 30, Clock.fixed(now, java.time.ZoneOffset.UTC));
    }

    private long count(String text) {
        return log.count(new CallFilter(text, "", "", 0, null));
    }

    private void write(CallRecord... calls) {
        long wanted = log.newest().get() + calls.length;
        CountDownLatch written = new CountDownLatch(1);
        try (var ignored =
                log.newest()
                        .subscribe(newest -> {
                            if (newest >= wanted) {
                                written.countDown();
                            }
                        })) {
            for (CallRecord call : calls) {
                log.finished(call);
            }
            assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
