-- Faces that may be of somebody hidden keep their photos hidden, and stay in their own cluster: shown again, the
-- hidden person leaves no trace in anybody else.

CREATE TABLE caution (                    -- derived: this face may be of this hidden cluster
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    face_id INTEGER NOT NULL REFERENCES face(id) ON DELETE CASCADE,
    cluster_id INTEGER NOT NULL REFERENCES cluster(id) ON DELETE CASCADE,
    PRIMARY KEY (asset_id, face_id, cluster_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX caution_face ON caution(face_id);
CREATE INDEX caution_cluster ON caution(cluster_id);

-- Photos with somebody hidden in them. A face that was said to be of somebody else leaves no doubt.
CREATE VIEW hidden_photo AS
    SELECT f.asset_id FROM face f JOIN cluster c ON c.id = f.cluster_id JOIN person p ON p.id = c.person_id
    WHERE p.hidden
    UNION ALL
    SELECT u.asset_id FROM caution u JOIN face f ON f.id = u.face_id
    JOIN cluster c ON c.id = u.cluster_id JOIN person p ON p.id = c.person_id
    LEFT JOIN cluster own ON own.id = f.cluster_id
    WHERE p.hidden AND own.person_id IS NULL;

DROP VIEW visible;
-- The one place that says what may be shown: readable, there, looked at, and nobody hidden in it.
CREATE VIEW visible AS
    SELECT k.* FROM known k
    WHERE k.error IS NULL AND k.content_hash IS NOT NULL AND k.companion_of IS NULL
      AND NOT EXISTS (SELECT 1 FROM hidden_photo h WHERE h.asset_id = k.id);

CREATE TRIGGER stale_caution AFTER INSERT ON caution BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.asset_id);
END;
CREATE TRIGGER stale_caution_gone AFTER DELETE ON caution BEGIN
    INSERT OR IGNORE INTO stale VALUES (OLD.asset_id);
END;
CREATE TRIGGER stale_caution_person AFTER UPDATE OF hidden ON person BEGIN
    INSERT OR IGNORE INTO stale SELECT u.asset_id FROM caution u JOIN cluster c ON c.id = u.cluster_id
        WHERE c.person_id = NEW.id;
END;
