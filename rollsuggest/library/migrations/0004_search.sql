-- Which assets changed since the search index last described them. The index itself is made by `library.search`,
-- since an SQLite without FTS5 must still open the library.

CREATE TABLE stale (asset_id INTEGER PRIMARY KEY) STRICT;   -- no reference: a deleted asset leaves the index too
INSERT INTO stale SELECT id FROM asset;

CREATE TRIGGER stale_asset_new AFTER INSERT ON asset BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.id);
END;
CREATE TRIGGER stale_asset AFTER UPDATE OF path, content_hash, taken_at, certainty, latitude, place, country,
    role, companion_of, error, missing_since ON asset BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.id);
END;
CREATE TRIGGER stale_asset_gone AFTER DELETE ON asset BEGIN
    INSERT OR IGNORE INTO stale VALUES (OLD.id);
END;
CREATE TRIGGER stale_roll AFTER UPDATE OF missing ON roll BEGIN
    INSERT OR IGNORE INTO stale SELECT id FROM asset WHERE roll_id = NEW.id;
END;
CREATE TRIGGER stale_label AFTER INSERT ON label BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.asset_id);
END;
CREATE TRIGGER stale_label_gone AFTER DELETE ON label BEGIN
    INSERT OR IGNORE INTO stale VALUES (OLD.asset_id);
END;
CREATE TRIGGER stale_face_new AFTER INSERT ON face BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.asset_id);
END;
CREATE TRIGGER stale_face AFTER UPDATE OF cluster_id ON face BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.asset_id);
END;
CREATE TRIGGER stale_face_gone AFTER DELETE ON face BEGIN
    INSERT OR IGNORE INTO stale VALUES (OLD.asset_id);
END;
CREATE TRIGGER stale_cluster AFTER UPDATE OF person_id ON cluster BEGIN
    INSERT OR IGNORE INTO stale SELECT asset_id FROM face WHERE cluster_id = NEW.id;
END;
CREATE TRIGGER stale_person AFTER UPDATE OF name, hidden ON person BEGIN
    INSERT OR IGNORE INTO stale SELECT f.asset_id FROM face f JOIN cluster c ON c.id = f.cluster_id
        WHERE c.person_id = NEW.id;
END;
CREATE TRIGGER stale_role AFTER INSERT ON role_verdict BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.asset_id);
END;
CREATE TRIGGER stale_role_gone AFTER DELETE ON role_verdict BEGIN
    INSERT OR IGNORE INTO stale VALUES (OLD.asset_id);
END;
CREATE TRIGGER stale_date AFTER INSERT ON date_verdict BEGIN
    INSERT OR IGNORE INTO stale VALUES (NEW.asset_id);
END;
CREATE TRIGGER stale_date_gone AFTER DELETE ON date_verdict BEGIN
    INSERT OR IGNORE INTO stale VALUES (OLD.asset_id);
END;
