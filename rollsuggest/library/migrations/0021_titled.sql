-- Whether the title in an edited recipe is the person's own: the card bears it then.

ALTER TABLE choice ADD COLUMN titled INTEGER NOT NULL DEFAULT 0;
