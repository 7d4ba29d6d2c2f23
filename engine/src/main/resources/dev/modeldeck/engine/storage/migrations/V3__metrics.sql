-- What was measured in a step of time, of an endpoint (entity is empty) or a served entity.
-- Steps in which nothing happened have no row; a step may have several, which add up.
CREATE TABLE metric_step (
    endpoint    TEXT    NOT NULL,
    entity      TEXT    NOT NULL,
    resolution  INTEGER NOT NULL, -- seconds: 10 for a day, 300 for two weeks
    at          INTEGER NOT NULL, -- its start in epoch seconds
    requests    INTEGER NOT NULL,
    errors_4xx  INTEGER NOT NULL,
    errors_5xx  INTEGER NOT NULL,
    tokens_in   INTEGER NOT NULL,
    tokens_out  INTEGER NOT NULL,
    in_flight   INTEGER NOT NULL, -- most at one time
    samples     INTEGER NOT NULL, -- of the worker; the four sums are over them
    cpu         REAL    NOT NULL,
    memory      REAL    NOT NULL,
    gpu_samples INTEGER NOT NULL,
    gpu         REAL    NOT NULL,
    gpu_memory  REAL    NOT NULL,
    latency     BLOB,             -- HdrHistogram of microseconds, compressed
    first_token BLOB              -- the same, of times to the first token
);

CREATE INDEX metric_step_of ON metric_step (endpoint, entity, resolution, at);
CREATE INDEX metric_step_at ON metric_step (resolution, at);
