-- How well a version reads a text in each scheme of its weights.
CREATE TABLE scheme_quality (
    model_id      INTEGER NOT NULL,
    number        INTEGER NOT NULL,
    text_sha256   TEXT    NOT NULL,
    scheme        TEXT    NOT NULL,
    at            INTEGER NOT NULL, -- milliseconds since 1970 (UTC)
    tokens        INTEGER NOT NULL, -- that were read
    text_tokens   INTEGER NOT NULL, -- that the whole text has
    refusal       TEXT,             -- why it cannot run here; then the figures are null
    perplexity    REAL,
    divergence    REAL,             -- from float32, mean, in nats
    divergence_99 REAL,             -- the same at its 99th percentile
    same_top      REAL,
    memory        INTEGER,
    PRIMARY KEY (model_id, number, text_sha256, scheme),
    FOREIGN KEY (model_id, number) REFERENCES model_version (model_id, number) ON DELETE CASCADE
);
