-- An endpoint, its configurations and whether it should run. Times are epoch milliseconds.
CREATE TABLE endpoint (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL UNIQUE,
    creator      TEXT NOT NULL,
    description  TEXT NOT NULL,
    tags         TEXT NOT NULL, -- a JSON object
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    running      INTEGER NOT NULL, -- 0 when a person stopped it
    last_version INTEGER NOT NULL, -- of its configurations
    active       TEXT,          -- the configuration that serves, as JSON
    pending      TEXT,          -- the one that is being started or failed to, as JSON
    trouble      TEXT           -- why the pending one failed
);

CREATE TABLE endpoint_event (
    id       INTEGER PRIMARY KEY,
    endpoint TEXT NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    at       INTEGER NOT NULL,
    severity TEXT NOT NULL,
    type     TEXT NOT NULL,
    message  TEXT NOT NULL
);

CREATE INDEX endpoint_event_of ON endpoint_event (endpoint, id);
