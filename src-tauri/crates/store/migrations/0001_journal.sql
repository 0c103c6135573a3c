-- The journal of facts, the stream of records to the ward, and who signs them.
-- No earlier release: nothing older opens this file.

CREATE TABLE identity (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    facility    TEXT NOT NULL,
    desk        TEXT NOT NULL,
    epoch       INTEGER NOT NULL,
    signing_key BLOB NOT NULL CHECK (length(signing_key) = 32)
) STRICT;

-- Public keys of all desks whose facts are here, our own among them.
CREATE TABLE desks (
    desk       TEXT PRIMARY KEY,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;

CREATE TABLE journal (
    desk     TEXT NOT NULL REFERENCES desks (desk),
    epoch    INTEGER NOT NULL,
    seq      INTEGER NOT NULL CHECK (seq >= 1),
    lamport  INTEGER NOT NULL,
    event_id BLOB NOT NULL UNIQUE CHECK (length(event_id) = 16),
    kind     TEXT NOT NULL,
    hash     BLOB NOT NULL CHECK (length(hash) = 32),
    head     BLOB NOT NULL,
    salt     BLOB NOT NULL CHECK (length(salt) = 16),
    body     TEXT,
    PRIMARY KEY (desk, epoch, seq)
) STRICT;
CREATE INDEX journal_order ON journal (lamport, desk, epoch, seq);

-- Records to the ward, as signed.
CREATE TABLE records (
    desk      TEXT NOT NULL,
    epoch     INTEGER NOT NULL,
    seq       INTEGER NOT NULL CHECK (seq >= 1),
    event_id  BLOB NOT NULL UNIQUE CHECK (length(event_id) = 16),
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    first_day TEXT NOT NULL,
    message   BLOB NOT NULL,
    PRIMARY KEY (desk, epoch, seq)
) STRICT;
CREATE INDEX records_by_day ON records (first_day);

-- The signed end of each stream: a tail that is cut off is found.
CREATE TABLE tips (
    stream      TEXT NOT NULL CHECK (stream IN ('journal', 'records')),
    desk        TEXT NOT NULL,
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    lamport     INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    signature   BLOB NOT NULL,
    PRIMARY KEY (stream, desk, epoch)
) STRICT;

-- Facts and records are written once. Only a body may go, when its time is over.
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON journal
WHEN NEW.body IS NOT NULL OR NEW.head IS NOT OLD.head OR NEW.hash IS NOT OLD.hash
    OR NEW.salt IS NOT OLD.salt OR NEW.seq IS NOT OLD.seq OR NEW.event_id IS NOT OLD.event_id
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER records_are_append_only BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
CREATE TRIGGER records_keep_rows BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
