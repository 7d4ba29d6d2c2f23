package dev.modeldeck.app.models;

import dev.modeldeck.engine.QualityRun;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.QualityText;
import dev.modeldeck.engine.registry.quality.SchemeQuality;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A quality check that goes on when the test says so. */
final class FakeQuality {

    /** What somebody wanted measured. */
    record Asked(ModelVersion version, QualityText text) {
        QualityRun.Subject subject() {
            return new QualityRun.Subject(version.model(), version.number(), text.sha256());
        }
    }

    final LiveValue<QualityRun> now = new LiveValue<>(new QualityRun.Idle());
    final AtomicReference<Asked> asked = new AtomicReference<>();
    final AtomicInteger cancelled = new AtomicInteger();
    final List<QualityReport> reports = new CopyOnWriteArrayList<>();

    QualityDoor door() {
        return new QualityDoor(
                now,
                version -> List.copyOf(reports),
                (version, text) -> asked.set(new Asked(version, text)),
                cancelled::incrementAndGet);
    }

    void running(String scheme, double fraction, String what) {
        now.set(new QualityRun.Running(asked.get().subject(), fraction, scheme, what));
    }

    void finished() {
        reports.addFirst(report(asked.get().text(), 1482));
        now.set(new QualityRun.Idle());
    }

    void failed(String scheme) {
        now.set(
                new QualityRun.Failed(
                        asked.get().subject(),
                        scheme,
                        new Problem.Unavailable(
                                "The worker crashed in native code. Its log is"
                                        + " /home/you/.modeldeck/workers/.quality/worker.log.")));
    }

    static QualityReport report(QualityText text, int tokens) {
        return new QualityReport(
                text.sha256(),
                tokens,
                1482,
                Instant.parse("2026-11-27T14:40:12Z"),
                List.of(
                        new SchemeQuality.Measured("f32", 11.2071, 0, 0, 1, 4_943_000_000L),
                        new SchemeQuality.Measured(
                                "bf16", 11.2113, 0.000812, 0.0061, 0.9932, 2_520_000_000L),
                        new SchemeQuality.Measured(
                                "fp16", 11.2071, 0.0000021, 0.000014, 0.99999, 2_510_000_000L),
                        new SchemeQuality.Measured(
                                "int8", 11.2484, 0.00672, 0.0513, 0.9743, 1_310_000_000L),
                        new SchemeQuality.Refused(
                                "int4",
                                "This model's matrices do not divide into groups of four-bit"
                                        + " weights. Choose int8.")));
    }
}
