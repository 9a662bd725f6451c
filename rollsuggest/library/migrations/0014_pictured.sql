-- Faces in screenshots, documents and memes found and join nobody any more: they are placed anew.

UPDATE face SET grouped = 0 WHERE asset_id IN (
    SELECT a.id FROM asset a LEFT JOIN role_verdict r ON r.asset_id = a.id
    WHERE coalesce(r.role, a.role) IN ('screenshot', 'document', 'meme')
);
