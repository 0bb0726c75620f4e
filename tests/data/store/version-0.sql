-- A store of a schema that never was, one version behind that of test-migrate.c.
PRAGMA application_id = 1380209235;
PRAGMA user_version = 0;
PRAGMA journal_mode = WAL;
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE letter (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, text TEXT);
INSERT INTO person VALUES (1, 'Dana Reyes'), (2, 'Sam Lee');
INSERT INTO letter VALUES (1, 1, 'The panels leak.'), (2, 2, 'Nobody calls back.');
