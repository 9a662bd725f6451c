-- What issue 5 needs to know: what the person keeps for later, wants to be left in peace of, and answered.

CREATE TABLE choice_now (                 -- `choice`, with one more state
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('new', 'seen', 'saved', 'dismissed', 'made')),
    recipe TEXT, changed_at TEXT NOT NULL
) STRICT;
INSERT INTO choice_now SELECT * FROM choice ORDER BY rowid;
DROP TABLE choice;
ALTER TABLE choice_now RENAME TO choice;

CREATE TABLE quiet (                      -- what the person wants to be left in peace of
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'fewer_person', 'place', 'days', 'year', 'card_kind')),
    name TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '',
    first TEXT, last TEXT, yearly INTEGER NOT NULL DEFAULT 0,
    person_id INTEGER REFERENCES person(id) ON DELETE SET NULL,  -- a name may be given before anybody bears it
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE quiet_asset (                -- derived: the photos that the list speaks of
    asset_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE shown (                      -- the cards of each day; old days are forgotten
    key TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, people TEXT NOT NULL, places TEXT NOT NULL,
    PRIMARY KEY (key, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_suggestion (            -- as it was when it was kept for later: it outlives the rule that made it
    key TEXT PRIMARY KEY, body TEXT NOT NULL
) STRICT;

CREATE TABLE loss_question (              -- asked once ever of each; '' while not answered
    person_id INTEGER PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
    asked_on TEXT NOT NULL, answer TEXT NOT NULL CHECK (answer IN ('', 'yes', 'less', 'no', 'never-ask'))
) STRICT;

CREATE TABLE occasion_verdict (           -- "Is 14 May an anniversary?"
    kind TEXT NOT NULL, month INTEGER NOT NULL, day INTEGER NOT NULL,
    person_id INTEGER REFERENCES person(id) ON DELETE CASCADE, yes INTEGER NOT NULL, decided_at TEXT NOT NULL
) STRICT;

CREATE TABLE notified (day TEXT PRIMARY KEY) STRICT;   -- days on which a notification was shown
