-- What tells an unplugged drive, of which an empty folder is left, from a folder that somebody emptied.

ALTER TABLE roll ADD COLUMN drive INTEGER NOT NULL DEFAULT 0;  -- a drive's own folder when files were last there
