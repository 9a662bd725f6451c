-- Where cards may not be made of every photo, those that are left are compared among themselves.

CREATE TABLE extra_fit (                  -- derived: as `extra`, of the photos that cards may be made of
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    best_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    role TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;

-- For a photo that goes, which would else be looked for among all others.
CREATE INDEX extra_fit_best ON extra_fit (best_id);
CREATE INDEX extra_best ON extra (best_id);

DELETE FROM mark WHERE name = 'alike';    -- both are stored together
