-- The cards that are stored hold after a new start (mark 'said'), and with them who is missed.

CREATE TABLE missed (                     -- derived: of whom there are no newer photos
    cluster_id INTEGER PRIMARY KEY REFERENCES cluster(id) ON DELETE CASCADE
) STRICT;
