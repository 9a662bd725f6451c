-- What issue 3 needs to know of a file: its other half, its sidecars, its eyes; and what the person leaves out.

ALTER TABLE asset ADD COLUMN content_identifier TEXT NOT NULL DEFAULT '';  -- Apple's: one for photo and film
ALTER TABLE asset ADD COLUMN film_offset INTEGER;                 -- byte at which a motion photo's film begins
ALTER TABLE asset ADD COLUMN sidecar_ns INTEGER NOT NULL DEFAULT 0;  -- when its newest sidecar changed; 0: none
ALTER TABLE asset ADD COLUMN role_why TEXT NOT NULL DEFAULT ''; -- what betrayed the role, see analysis.roles
ALTER TABLE face ADD COLUMN eyes_open REAL;                       -- 0..1; NULL: not measured

CREATE TABLE excluded (                   -- folders of a roll that the person leaves out, relative to it
    roll_id INTEGER NOT NULL REFERENCES roll(id) ON DELETE CASCADE,
    path TEXT NOT NULL, PRIMARY KEY (roll_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE extra (                      -- derived: which better photo stands for this one, and why it does
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    best_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    role TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;

CREATE TABLE home_verdict (               -- what the user said of a town: home, or never home
    place TEXT NOT NULL, country TEXT NOT NULL, home INTEGER NOT NULL, decided_at TEXT NOT NULL,
    PRIMARY KEY (place, country)
) STRICT, WITHOUT ROWID;
