-- STRICT tables; every time is ISO-8601 text; every box is 0..1 of the upright image.
-- Consent lives outside this file, in the ledger. Derived facts and human decisions never share a table.

CREATE TABLE roll (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, added_at TEXT NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0    -- the folder was not there at the last scan (drive unplugged)
) STRICT;

CREATE TABLE asset (                      -- one file on disk; what the scanner and the file's own bytes say
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: thumbnails are named by it
    roll_id INTEGER NOT NULL REFERENCES roll(id) ON DELETE CASCADE,
    path TEXT NOT NULL,                   -- relative to the roll, '/'-separated
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'video')),
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,   -- the change test: (size, mtime_ns)
    content_hash BLOB,                    -- finds a moved file, so its people survive the move
    mime TEXT NOT NULL DEFAULT '', width INTEGER, height INTEGER,
    taken_at TEXT, certainty TEXT NOT NULL DEFAULT 'unknown', date_source TEXT NOT NULL DEFAULT '',
    offset_minutes INTEGER,
    latitude REAL, longitude REAL, place TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '',
    camera TEXT NOT NULL DEFAULT '', software TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT 'photo',
    duration_s REAL,                      -- of a video
    companion_of INTEGER REFERENCES asset(id) ON DELETE SET NULL,  -- a Live Photo's film, a RAW's JPEG
    error TEXT,                           -- why it cannot be read
    missing_since TEXT,                   -- a file that went away is hidden, then purged after 30 days
    UNIQUE (roll_id, path)
) STRICT;
CREATE INDEX asset_taken ON asset(taken_at) WHERE missing_since IS NULL;
CREATE INDEX asset_hash ON asset(content_hash) WHERE content_hash IS NOT NULL;

CREATE TABLE unlisted (                   -- folders that could not be opened at the last scan
    roll_id INTEGER NOT NULL REFERENCES roll(id) ON DELETE CASCADE,
    path TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (roll_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE analysis (                   -- the resumption ledger: which stage has seen which asset
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    stage TEXT NOT NULL CHECK (stage IN ('file', 'content', 'faces')),
    version INTEGER NOT NULL,             -- bump it and only that stage is done again
    status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'quarantined')),
    attempts INTEGER NOT NULL, error TEXT, finished_at TEXT,
    PRIMARY KEY (asset_id, stage)
) STRICT, WITHOUT ROWID;

CREATE TABLE quality (
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    sharpness REAL NOT NULL, exposure REAL NOT NULL, contrast REAL NOT NULL, phash INTEGER NOT NULL,
    red INTEGER NOT NULL, green INTEGER NOT NULL, blue INTEGER NOT NULL
) STRICT;

CREATE TABLE label (
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    family TEXT NOT NULL CHECK (family IN ('object', 'word', 'theme')),
    name TEXT NOT NULL, score REAL NOT NULL, x REAL, y REAL, w REAL, h REAL
) STRICT;
CREATE INDEX label_asset ON label(asset_id);
CREATE INDEX label_name ON label(family, name, asset_id);

CREATE TABLE feature (                    -- 1280 float16, L2-normalised: likeness and themes
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE, vector BLOB NOT NULL
) STRICT;

CREATE TABLE person (                     -- what the user said: precious, never recomputed
    id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '', birthday TEXT, hidden INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cluster (                    -- what the machine thinks: may be recomputed at will
    id INTEGER PRIMARY KEY AUTOINCREMENT, person_id INTEGER REFERENCES person(id) ON DELETE SET NULL
) STRICT;

CREATE TABLE face (
    id INTEGER PRIMARY KEY,
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    x REAL NOT NULL, y REAL NOT NULL, w REAL NOT NULL, h REAL NOT NULL,
    score REAL NOT NULL, quality REAL NOT NULL, smile REAL NOT NULL,
    points TEXT NOT NULL,                 -- JSON, five pairs
    embedding BLOB NOT NULL, cluster_id INTEGER REFERENCES cluster(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX face_asset ON face(asset_id);
CREATE INDEX face_cluster ON face(cluster_id);

CREATE TABLE suggestion (                 -- derived: what the rules last said
    key TEXT PRIMARY KEY, place INTEGER NOT NULL, body TEXT NOT NULL, today TEXT NOT NULL
) STRICT;

CREATE TABLE choice (                     -- what the user did with a suggestion: outlives every re-run
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('new', 'seen', 'dismissed', 'made')),
    recipe TEXT, changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE creation (
    id INTEGER PRIMARY KEY, suggestion_key TEXT, recipe TEXT NOT NULL, path TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE mark (                       -- small facts about the library itself
    name TEXT PRIMARY KEY, value INTEGER NOT NULL
) STRICT;
INSERT INTO mark VALUES ('generation', 0);  -- rises with every change that rules could see
INSERT INTO mark VALUES ('unrelated', 1);   -- files or dates changed since neighbours and pairs were worked out

CREATE TABLE role_verdict (               -- what the user said of a file: "this is a photo", "this is none"
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    role TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT;

CREATE TABLE date_verdict (               -- a date the user set; the last batch counts, each is undone as a whole
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    taken_at TEXT, certainty TEXT NOT NULL, batch INTEGER NOT NULL, decided_at TEXT NOT NULL,
    PRIMARY KEY (asset_id, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE inferred (                   -- what neighbours tell where the file does not: derived, redone by each run
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    taken_at TEXT, offset_minutes INTEGER, place TEXT NOT NULL, country TEXT NOT NULL
) STRICT;

-- Every asset that is there, with what the user said in place of what the machine read, and that over a guess.
CREATE VIEW known AS
    SELECT a.id, a.roll_id, a.path, a.kind, a.size, a.mtime_ns, a.content_hash, a.mime, a.width, a.height,
        CASE WHEN d.asset_id IS NOT NULL THEN d.taken_at ELSE coalesce(day.taken_at, a.taken_at) END AS taken_at,
        CASE WHEN d.asset_id IS NOT NULL THEN d.certainty
             WHEN day.asset_id IS NOT NULL THEN 'day' ELSE a.certainty END AS certainty,
        CASE WHEN d.asset_id IS NOT NULL THEN 'you'
             WHEN day.asset_id IS NOT NULL THEN 'neighbours' ELSE a.date_source END AS date_source,
        coalesce(a.offset_minutes, i.offset_minutes) AS offset_minutes, a.latitude, a.longitude,
        CASE WHEN a.latitude IS NULL THEN coalesce(i.place, '') ELSE a.place END AS place,
        CASE WHEN a.latitude IS NULL THEN coalesce(i.country, '') ELSE a.country END AS country,
        a.latitude IS NULL AND coalesce(i.place, '') <> '' AS place_inferred,
        a.camera, a.software, coalesce(r.role, a.role) AS role, a.duration_s, a.companion_of, a.error
    FROM asset a JOIN roll ON roll.id = a.roll_id LEFT JOIN role_verdict r ON r.asset_id = a.id
    LEFT JOIN inferred i ON i.asset_id = a.id
    LEFT JOIN inferred day ON day.asset_id = a.id AND day.taken_at IS NOT NULL
      AND a.certainty NOT IN ('exact', 'day')
    LEFT JOIN date_verdict d ON d.asset_id = a.id
      AND d.batch = (SELECT max(batch) FROM date_verdict WHERE asset_id = a.id)
    WHERE a.missing_since IS NULL AND NOT roll.missing;

-- The one place that says what may be shown: readable, there, looked at, and nobody hidden in it.
CREATE VIEW visible AS
    SELECT k.* FROM known k
    WHERE k.error IS NULL AND k.content_hash IS NOT NULL AND k.companion_of IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM face f JOIN cluster c ON c.id = f.cluster_id JOIN person p ON p.id = c.person_id
        WHERE f.asset_id = k.id AND p.hidden
      );
