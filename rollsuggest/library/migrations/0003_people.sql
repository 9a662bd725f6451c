-- What issue 4 needs to know: what the person said of faces, and what grouping keeps so that it need not start anew.

ALTER TABLE person ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN me INTEGER NOT NULL DEFAULT 0;        -- at most one says so
ALTER TABLE person ADD COLUMN relation TEXT NOT NULL DEFAULT '';   -- to the owner, in the owner's words

ALTER TABLE face ADD COLUMN grouped INTEGER NOT NULL DEFAULT 0;  -- 0: nobody has looked yet whose face it is;
                                          -- 1: placed among the clusters there were; 2: settled with all others
CREATE INDEX face_fresh ON face(grouped, cluster_id) WHERE grouped < 2;

CREATE TABLE cluster_sum (                -- derived: one cluster's faces added up; missing where they changed since
    cluster_id INTEGER PRIMARY KEY REFERENCES cluster(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, mean BLOB NOT NULL   -- float16; of the faces that shape it
) STRICT;
CREATE TRIGGER face_left AFTER DELETE ON face BEGIN
    DELETE FROM cluster_sum WHERE cluster_id = OLD.cluster_id;
END;
CREATE TRIGGER face_came AFTER INSERT ON face WHEN NEW.cluster_id IS NOT NULL BEGIN
    DELETE FROM cluster_sum WHERE cluster_id = NEW.cluster_id;
END;
CREATE TRIGGER face_moved AFTER UPDATE OF cluster_id, quality ON face BEGIN
    DELETE FROM cluster_sum WHERE cluster_id IN (OLD.cluster_id, NEW.cluster_id);
END;

CREATE TABLE people_act (                 -- one thing the person did about faces, undone as a whole
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, decided_at TEXT NOT NULL,
    before TEXT NOT NULL                  -- JSON: what undoing puts back
) STRICT;

CREATE TABLE spot (                       -- a face the person spoke of, by where it is: outlives its row in `face`
    id INTEGER PRIMARY KEY, asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    x REAL NOT NULL, y REAL NOT NULL, w REAL NOT NULL, h REAL NOT NULL,
    face_id INTEGER UNIQUE REFERENCES face(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX spot_asset ON spot(asset_id);

CREATE TABLE face_verdict (               -- outranks every grouping; of two that contradict the later act counts
    act_id INTEGER NOT NULL REFERENCES people_act(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('same', 'apart', 'unsure', 'is', 'not', 'no-face')),
    spot_id INTEGER NOT NULL REFERENCES spot(id) ON DELETE CASCADE,
    other_id INTEGER REFERENCES spot(id) ON DELETE CASCADE,       -- of same, apart, unsure
    person_id INTEGER REFERENCES person(id) ON DELETE CASCADE     -- of is, not
) STRICT;
CREATE INDEX face_verdict_act ON face_verdict(act_id);
CREATE INDEX face_verdict_spot ON face_verdict(spot_id);
CREATE INDEX face_verdict_other ON face_verdict(other_id);
CREATE INDEX face_verdict_person ON face_verdict(person_id);

CREATE TABLE nudity (                     -- how surely somebody naked is seen, 0..1; kept out of suggestions
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    score REAL NOT NULL
) STRICT;
