-- Every call. Times are epoch milliseconds, durations milliseconds; null where not measured.
-- The sequence has no gaps but at its old end, so that a page can be found by counting.
CREATE TABLE request_log (
    sequence   INTEGER PRIMARY KEY,
    request_id TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    door       TEXT    NOT NULL,
    dialect    TEXT    NOT NULL,
    requester  TEXT    NOT NULL,
    endpoint   TEXT    NOT NULL,
    entity     TEXT    NOT NULL,
    status     INTEGER NOT NULL,
    latency    REAL    NOT NULL,
    queued     REAL    NOT NULL,
    first      REAL, -- time to first token
    tokens_in  INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    speed      REAL, -- tokens a second
    streamed   INTEGER NOT NULL,
    problem    TEXT
);

-- One narrow index answers every filter without reading the rows.
CREATE INDEX request_log_filter ON request_log (sequence, endpoint, door, status, at);

-- Bodies lie apart: they are long, and only looked at one by one.
CREATE TABLE request_body (
    sequence INTEGER PRIMARY KEY,
    request  TEXT,
    answer   TEXT,
    note     TEXT NOT NULL
);

-- Words of the bodies, the problem and the id. It keeps no text of its own.
CREATE VIRTUAL TABLE request_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '2',
    tokenize = 'unicode61 remove_diacritics 2');
