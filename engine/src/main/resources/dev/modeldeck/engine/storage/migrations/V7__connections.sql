CREATE TABLE connection (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    address  TEXT NOT NULL,
    server   TEXT NOT NULL,
    access   TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;
