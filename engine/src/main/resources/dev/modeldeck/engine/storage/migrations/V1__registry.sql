-- Registered models, their versions, the journal of every change, and settings.
-- Times are milliseconds since 1970 (UTC).

-- A deleted model stays as a row, so that its journal can still be read by its name.
CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    creator TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
);
CREATE UNIQUE INDEX model_name ON model (name) WHERE deleted_at IS NULL;

CREATE TABLE model_version (
    model_id INTEGER NOT NULL REFERENCES model (id),
    number INTEGER NOT NULL,
    description TEXT NOT NULL,
    creator TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    location TEXT NOT NULL, -- relative to the home folder where the files lie in it
    storage TEXT NOT NULL,
    inspection TEXT NOT NULL, -- JSON
    PRIMARY KEY (model_id, number)
);
CREATE TRIGGER model_version_is_immutable
BEFORE UPDATE OF model_id, number, creator, created_at, source, location, storage, inspection
ON model_version
BEGIN
    SELECT RAISE(ABORT, 'A registered version is immutable.');
END;

CREATE TABLE model_file (
    model_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    stamp TEXT NOT NULL, -- times of the file when its content was last known to be the hashed one
    PRIMARY KEY (model_id, number, path),
    FOREIGN KEY (model_id, number) REFERENCES model_version (model_id, number) ON DELETE CASCADE
);
CREATE TRIGGER model_file_is_immutable
BEFORE UPDATE OF model_id, number, path, size, sha256 ON model_file
BEGIN
    SELECT RAISE(ABORT, 'A registered version is immutable.');
END;

CREATE TABLE model_alias (
    model_id INTEGER NOT NULL,
    alias TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (model_id, alias),
    FOREIGN KEY (model_id, number) REFERENCES model_version (model_id, number)
);

CREATE TABLE model_tag (
    model_id INTEGER NOT NULL REFERENCES model (id),
    number INTEGER NOT NULL, -- of the version; 0 for tags of the model itself
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model_id, number, key)
);

CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    model_id INTEGER NOT NULL REFERENCES model (id),
    model TEXT NOT NULL, -- its name at the time
    version INTEGER,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX journal_model ON journal (model_id, what, subject);
CREATE INDEX journal_name ON journal (model, what);
CREATE TRIGGER journal_is_never_altered BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'The journal is append-only.');
END;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'The journal is append-only.');
END;
CREATE TRIGGER journal_is_never_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'The journal is append-only.');
END;

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL -- JSON
);
