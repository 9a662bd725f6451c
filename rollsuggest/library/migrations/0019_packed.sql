-- What rules look at of photos, but for faces, ready to be read at once: 4,096 assets a row (library.packed).
-- With the first change to any of them the row goes; asset 0 stands for all photos.

CREATE TABLE packed (
    chunk INTEGER PRIMARY KEY,            -- asset_id / 4096
    form TEXT NOT NULL,                   -- the columns that are in it
    numbers BLOB NOT NULL, texts TEXT NOT NULL
) STRICT;
CREATE TRIGGER packed_stale AFTER INSERT ON altered WHEN NEW.asset_id <> 0 BEGIN
    DELETE FROM packed WHERE chunk = NEW.asset_id / 4096;
END;
CREATE TRIGGER packed_all_stale AFTER INSERT ON altered WHEN NEW.asset_id = 0 BEGIN
    DELETE FROM packed;
END;
