-- Drives whose own folder lies inside a roll: of one that is unplugged its photos are away, and not gone.

CREATE TABLE nested_drive (
    roll_id INTEGER NOT NULL REFERENCES roll ON DELETE CASCADE,
    path    TEXT NOT NULL,  -- relative to the roll
    PRIMARY KEY (roll_id, path)
) WITHOUT ROWID;
