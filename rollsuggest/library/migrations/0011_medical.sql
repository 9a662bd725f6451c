CREATE TABLE medical (                    -- how surely somebody is treated, 0..1; kept out of suggestions
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    score REAL NOT NULL
) STRICT;
