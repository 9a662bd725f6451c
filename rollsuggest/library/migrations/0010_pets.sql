-- What the person says of the kinds of pets: how theirs is called, and whether it is hidden.

CREATE TABLE pet (
    kind TEXT PRIMARY KEY,                -- cat, dog
    name TEXT NOT NULL DEFAULT '', hidden INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TRIGGER stale_pet AFTER UPDATE ON pet BEGIN
    INSERT OR IGNORE INTO stale SELECT DISTINCT asset_id FROM label
        WHERE (family = 'theme' AND name = 'pets_' || NEW.kind) OR (family = 'object' AND name = NEW.kind);
END;
