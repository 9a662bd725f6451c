-- Of which photos anything that rules look at has changed, so that the others need not be read again. Only the
-- newest few thousand changes are held; asset 0 stands for all photos. No row is ever replaced: what an outer
-- statement says of conflicts (OR IGNORE, OR REPLACE) would count in the triggers too.

CREATE TABLE altered (number INTEGER PRIMARY KEY AUTOINCREMENT, asset_id INTEGER NOT NULL) STRICT;
CREATE TRIGGER altered_few AFTER INSERT ON altered WHEN NEW.number % 1000 = 0 BEGIN
    DELETE FROM altered WHERE number <= NEW.number - 4000;
END;

CREATE TRIGGER altered_asset_new AFTER INSERT ON asset BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.id);
END;
CREATE TRIGGER altered_asset_now AFTER UPDATE ON asset BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.id);
END;
CREATE TRIGGER altered_asset_gone AFTER DELETE ON asset BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.id);
END;
CREATE TRIGGER altered_inferred_new AFTER INSERT ON inferred BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_inferred_now AFTER UPDATE ON inferred BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_inferred_gone AFTER DELETE ON inferred BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_date_verdict_new AFTER INSERT ON date_verdict BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_date_verdict_now AFTER UPDATE ON date_verdict BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_date_verdict_gone AFTER DELETE ON date_verdict BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_role_verdict_new AFTER INSERT ON role_verdict BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_role_verdict_now AFTER UPDATE ON role_verdict BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_role_verdict_gone AFTER DELETE ON role_verdict BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_quality_new AFTER INSERT ON quality BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_quality_now AFTER UPDATE ON quality BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_quality_gone AFTER DELETE ON quality BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_label_new AFTER INSERT ON label BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_label_now AFTER UPDATE ON label BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_label_gone AFTER DELETE ON label BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_feature_new AFTER INSERT ON feature BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_feature_now AFTER UPDATE ON feature BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_feature_gone AFTER DELETE ON feature BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_nudity_new AFTER INSERT ON nudity BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_nudity_now AFTER UPDATE ON nudity BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_nudity_gone AFTER DELETE ON nudity BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_medical_new AFTER INSERT ON medical BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_medical_now AFTER UPDATE ON medical BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_medical_gone AFTER DELETE ON medical BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_face_new AFTER INSERT ON face BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_face_now AFTER UPDATE ON face BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_face_gone AFTER DELETE ON face BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_caution_new AFTER INSERT ON caution BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_caution_now AFTER UPDATE ON caution BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_caution_gone AFTER DELETE ON caution BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER altered_faces_new AFTER INSERT ON analysis WHEN NEW.stage = 'faces' BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_faces_now AFTER UPDATE ON analysis WHEN NEW.stage = 'faces' BEGIN
    INSERT INTO altered (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER altered_faces_gone AFTER DELETE ON analysis WHEN OLD.stage = 'faces' BEGIN
    INSERT INTO altered (asset_id) VALUES (OLD.asset_id);
END;

-- What may change for all photos at once.
CREATE TRIGGER altered_roll_now AFTER UPDATE OF missing ON roll BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_roll_gone AFTER DELETE ON roll BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_person_now AFTER UPDATE OF hidden ON person BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_person_gone AFTER DELETE ON person BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_cluster_now AFTER UPDATE OF person_id ON cluster BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_cluster_gone AFTER DELETE ON cluster BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_quiet_new AFTER INSERT ON quiet BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_quiet_now AFTER UPDATE ON quiet BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_quiet_gone AFTER DELETE ON quiet BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
CREATE TRIGGER altered_person_new AFTER INSERT ON person WHEN NEW.hidden BEGIN
    INSERT INTO altered (asset_id) VALUES (0);
END;
