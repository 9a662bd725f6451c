-- What the person did with a suggestion, made to last: keeping a card is apart from having made it, a choice knows
-- the card it was about, so that it finds the card again under another key, and each day of use is noted.

CREATE TABLE choice_now (                 -- what the user did with a suggestion: outlives every re-run
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('new', 'seen', 'dismissed', 'made')),
    kept INTEGER NOT NULL DEFAULT 0,      -- for later: it outlives the rule that made it
    recipe TEXT,                          -- as the user edited it
    body TEXT,                            -- the suggestion as it was then
    changed_at TEXT NOT NULL
) STRICT;
INSERT INTO choice_now
    SELECT c.key, CASE c.state WHEN 'saved' THEN 'seen' ELSE c.state END, c.state = 'saved', c.recipe,
        coalesce(k.body, s.body), c.changed_at
    FROM choice c LEFT JOIN kept_suggestion k ON k.key = c.key LEFT JOIN suggestion s ON s.key = c.key
    ORDER BY c.rowid;

CREATE TABLE used (                       -- the days on which a card was opened, kept or made; old ones are forgotten
    key TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (key, day)
) STRICT, WITHOUT ROWID;
INSERT INTO used SELECT key, substr(changed_at, 1, 10) FROM choice WHERE state IN ('seen', 'saved', 'made');

DROP TABLE choice;
ALTER TABLE choice_now RENAME TO choice;
DROP TABLE kept_suggestion;
