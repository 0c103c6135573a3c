-- The reference ward's ledger. Format 1.
CREATE TABLE ward (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
    coupon_key  TEXT NOT NULL
) STRICT;
CREATE TABLE facilities (facility_id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE codes (
    code_hash   BLOB PRIMARY KEY,
    facility_id TEXT NOT NULL REFERENCES facilities,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE TABLE desks (
    desk_id     TEXT PRIMARY KEY,
    facility_id TEXT NOT NULL REFERENCES facilities,
    public_key  BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;
CREATE TABLE births (
    user_number  TEXT PRIMARY KEY,
    born         TEXT NOT NULL,
    children     INTEGER NOT NULL CHECK (children >= 1),
    waived       TEXT NOT NULL DEFAULT '[]',
    waived_at    TEXT,
    moved_out_on TEXT,
    used_stay    INTEGER NOT NULL DEFAULT 0,
    used_day_care INTEGER NOT NULL DEFAULT 0,
    used_visit   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE coupons (
    coupon_id   TEXT PRIMARY KEY,
    user_number TEXT NOT NULL REFERENCES births,
    counter     INTEGER NOT NULL,
    revoked     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE records (
    event_id     BLOB PRIMARY KEY,
    facility_id  TEXT NOT NULL,
    desk_id      TEXT NOT NULL,
    epoch        INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    hash         BLOB NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('counted', 'held', 'replaced')),
    user_number  TEXT NOT NULL,
    service      TEXT NOT NULL,
    first_day    TEXT NOT NULL,
    occurrence   INTEGER NOT NULL,
    corrects     BLOB,
    kind         TEXT NOT NULL,
    units        INTEGER NOT NULL,
    share_due    INTEGER NOT NULL,
    over_quota_units INTEGER NOT NULL,
    moved_out_units  INTEGER NOT NULL,
    shown        INTEGER NOT NULL,
    processed_on TEXT,
    -- What it counts for now, after corrections.
    now_units    INTEGER NOT NULL,
    now_share    INTEGER NOT NULL,
    now_over     INTEGER NOT NULL,
    receipt      TEXT NOT NULL,
    message      BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_number ON records (desk_id, epoch, seq) WHERE state = 'counted';
CREATE UNIQUE INDEX one_use ON records (facility_id, user_number, service, first_day, occurrence)
    WHERE state = 'counted' AND corrects IS NULL;
CREATE INDEX records_of ON records (user_number, first_day);
CREATE INDEX records_by_number ON records (desk_id, epoch, seq);
CREATE INDEX records_by_day ON records (first_day);
CREATE INDEX corrections_of ON records (corrects) WHERE corrects IS NOT NULL;
CREATE TABLE tokens (jti TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE INDEX tokens_at ON tokens (at);
CREATE TABLE changes (n INTEGER PRIMARY KEY, facility_id TEXT, body TEXT NOT NULL) STRICT;
