-- What pictures look like in few bytes each (suggest.simhash), 4,096 assets a row: enough to tell of most pairs
-- whether they look alike without reading all that is known. With the first change to any feature the row goes.

CREATE TABLE simhash (
    chunk INTEGER PRIMARY KEY,            -- asset_id / 4096
    form TEXT NOT NULL,                   -- how they were made
    assets BLOB NOT NULL,                 -- whose, int64 little endian, in order
    bits BLOB NOT NULL                    -- a row for each of them
) STRICT;
CREATE TRIGGER simhash_new AFTER INSERT ON feature BEGIN
    DELETE FROM simhash WHERE chunk = NEW.asset_id / 4096;
END;
CREATE TRIGGER simhash_now AFTER UPDATE ON feature BEGIN
    DELETE FROM simhash WHERE chunk = NEW.asset_id / 4096;
END;
CREATE TRIGGER simhash_gone AFTER DELETE ON feature BEGIN
    DELETE FROM simhash WHERE chunk = OLD.asset_id / 4096;
END;
