-- In which year somebody was born, where that was said: how old they turn can be told then.

ALTER TABLE person ADD COLUMN birth_year INTEGER;
