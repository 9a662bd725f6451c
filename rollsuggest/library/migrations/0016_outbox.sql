-- What is to be sent to a server, was sent, and must be deleted there.

CREATE TABLE parcel (                     -- one photo, what it is sent for, and what became of it
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,             -- the same for each attempt, so that the server makes nothing twice
    asset_id INTEGER REFERENCES asset(id) ON DELETE SET NULL,
    photo TEXT NOT NULL,                  -- its file, relative to its roll
    provider TEXT NOT NULL, recipient TEXT NOT NULL,
    recipe TEXT NOT NULL,
    words TEXT NOT NULL,                  -- what goes with the picture, as it is sent
    masked INTEGER NOT NULL,              -- faces that were painted over
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'waiting', 'sending', 'sent', 'done', 'failed', 'unsure', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT, trouble TEXT NOT NULL DEFAULT '',
    remote TEXT NOT NULL DEFAULT '',      -- what the server calls it
    made TEXT NOT NULL DEFAULT '',        -- the file that came back
    there TEXT NOT NULL DEFAULT ''        -- what lies at the server: '' nothing
        CHECK (there IN ('', 'held', 'wanted', 'confirmed', 'unconfirmed')),
    receipts TEXT NOT NULL DEFAULT '[]',
    retention_hours INTEGER,              -- what the server said when this was prepared; NULL: nothing
    receipt_key TEXT NOT NULL,            -- what its receipts are checked with
    created_at TEXT NOT NULL, sent_at TEXT, ended_at TEXT, deleted_at TEXT
) STRICT;
CREATE INDEX parcel_asset ON parcel (asset_id);

ALTER TABLE creation ADD COLUMN made_by TEXT NOT NULL DEFAULT '';  -- the server that made it; '' this computer
