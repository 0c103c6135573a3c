-- The folded tables: all of it can be rebuilt from the journal.
-- `body` is the newest fact's body as JSON where the fact carries the entry whole.

CREATE TABLE facility (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;
CREATE TABLE staff (staff_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;

CREATE TABLE mothers (
    user_number TEXT PRIMARY KEY,
    kana        TEXT NOT NULL,
    search      TEXT NOT NULL,
    body        TEXT NOT NULL
) STRICT;
-- Wide enough that a search looks at nothing else.
CREATE INDEX mothers_by_kana ON mothers (kana, user_number, search);

-- Which facts made an entry what it is, for its history.
CREATE TABLE mother_entries (
    user_number TEXT NOT NULL,
    event_id    BLOB NOT NULL CHECK (length(event_id) = 16),
    PRIMARY KEY (user_number, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE coupons (user_number TEXT PRIMARY KEY, counter INTEGER NOT NULL, body TEXT NOT NULL) STRICT;

CREATE TABLE remaining_told (
    user_number TEXT NOT NULL,
    service     TEXT NOT NULL CHECK (service IN ('stay', 'day-care', 'visit')),
    body        TEXT NOT NULL,
    PRIMARY KEY (user_number, service)
) STRICT;

CREATE TABLE reservations (
    reservation_id BLOB PRIMARY KEY CHECK (length(reservation_id) = 16),
    user_number    TEXT NOT NULL,
    service        TEXT NOT NULL CHECK (service IN ('stay', 'day-care', 'visit')),
    starts_on      TEXT NOT NULL,
    ends_on        TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'arrived', 'in-time', 'late', 'no-show', 'facility-refused', 'disaster')),
    body           TEXT NOT NULL
) STRICT;
CREATE INDEX reservations_open ON reservations (starts_on) WHERE state = 'open';
CREATE INDEX reservations_of ON reservations (user_number);

-- The waiting list (キャンセル待ち).
CREATE TABLE wishes (
    wish_id     BLOB PRIMARY KEY CHECK (length(wish_id) = 16),
    user_number TEXT NOT NULL,
    starts_from TEXT NOT NULL,
    until       TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'booked', 'withdrawn')),
    body        TEXT NOT NULL
) STRICT;
CREATE INDEX wishes_waiting ON wishes (starts_from) WHERE state = 'waiting';

-- 見学 and オリエンテーション: no uses.
CREATE TABLE appointments (
    appointment_id BLOB PRIMARY KEY CHECK (length(appointment_id) = 16),
    date           TEXT NOT NULL,
    starts_at      TEXT NOT NULL,
    user_number    TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    body           TEXT NOT NULL
) STRICT;
CREATE INDEX appointments_by_day ON appointments (date, starts_at);

-- Who came without a reservation and could not be received.
CREATE TABLE turned_away (
    event_id    BLOB PRIMARY KEY CHECK (length(event_id) = 16),
    user_number TEXT NOT NULL,
    date        TEXT NOT NULL,
    at          TEXT NOT NULL,
    body        TEXT NOT NULL
) STRICT;
CREATE INDEX turned_away_by_day ON turned_away (date);
CREATE INDEX turned_away_of ON turned_away (user_number);

CREATE TABLE uses (
    use_id           BLOB PRIMARY KEY CHECK (length(use_id) = 16),
    kind             TEXT NOT NULL CHECK (kind IN ('used', 'late-cancellation', 'no-show')),
    reservation_id   BLOB,
    user_number      TEXT NOT NULL,
    -- As reported, where a report was corrected.
    born             TEXT,
    service          TEXT NOT NULL CHECK (service IN ('stay', 'day-care', 'visit')),
    first_day        TEXT NOT NULL,
    days             INTEGER NOT NULL,
    units            INTEGER NOT NULL,
    covered_units    INTEGER NOT NULL,
    over_quota_units INTEGER NOT NULL,
    moved_out_units  INTEGER NOT NULL,
    copay            INTEGER NOT NULL,
    full_price       INTEGER NOT NULL,
    exempt           INTEGER NOT NULL CHECK (exempt IN (0, 1)),
    babies           INTEGER NOT NULL,
    presented        TEXT NOT NULL,
    room             TEXT NOT NULL,
    remark           TEXT NOT NULL,
    paid             INTEGER NOT NULL,
    record_id        BLOB,
    correction_id    BLOB,
    recorded_at      TEXT NOT NULL,
    -- When it happened: earlier than it was written down after a power cut.
    began_at         TEXT NOT NULL,
    contained_in     TEXT,
    first_units      INTEGER NOT NULL,
    changed_at       TEXT,
    left_at          TEXT,
    taken_back       INTEGER NOT NULL DEFAULT 0 CHECK (taken_back IN (0, 1)),
    awaits_manager   INTEGER NOT NULL DEFAULT 0 CHECK (awaits_manager IN (0, 1)),
    -- Meals as JSON, once she has left and somebody said.
    meals            TEXT,
    questionnaire    INTEGER NOT NULL DEFAULT 0 CHECK (questionnaire IN (0, 1)),
    -- When she was last reminded of what is unpaid.
    reminded_at      TEXT
) STRICT;
CREATE INDEX uses_of ON uses (user_number, service, first_day);
CREATE INDEX uses_by_day ON uses (first_day);
CREATE INDEX uses_by_record ON uses (record_id);
CREATE INDEX uses_by_correction ON uses (correction_id) WHERE correction_id IS NOT NULL;
CREATE INDEX uses_in_house ON uses (first_day) WHERE left_at IS NULL AND taken_back = 0 AND kind = 'used';
-- Unpaid, or paid beyond what is due.
CREATE INDEX uses_unsettled ON uses (first_day)
    WHERE awaits_manager = 0 AND (copay + full_price) * (1 - taken_back) <> paid;
CREATE INDEX uses_unconfirmed ON uses (first_day) WHERE awaits_manager = 1;

-- Money that changed hands, one row each time; `uses.paid` is the sum.
CREATE TABLE payments (
    event_id BLOB PRIMARY KEY CHECK (length(event_id) = 16),
    use_id   BLOB NOT NULL CHECK (length(use_id) = 16),
    day      TEXT NOT NULL,
    at       TEXT NOT NULL,
    staff    TEXT NOT NULL,
    yen      INTEGER NOT NULL,
    means    TEXT NOT NULL CHECK (means IN ('cash', 'card', 'later'))
) STRICT;
CREATE INDEX payments_by_day ON payments (day);
CREATE INDEX payments_of ON payments (use_id);

-- Receipts (領収書). Desk, epoch and serial are the number on the paper.
CREATE TABLE receipts (
    receipt_id   BLOB PRIMARY KEY CHECK (length(receipt_id) = 16),
    desk         TEXT NOT NULL,
    epoch        INTEGER NOT NULL,
    serial       INTEGER NOT NULL,
    use_id       BLOB NOT NULL CHECK (length(use_id) = 16),
    at           TEXT NOT NULL,
    staff        TEXT NOT NULL,
    cancelled_by BLOB,
    printed      INTEGER NOT NULL DEFAULT 0,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX receipts_by_serial ON receipts (desk, epoch, serial);
CREATE INDEX receipts_of ON receipts (use_id);
CREATE INDEX receipts_unprinted ON receipts (at) WHERE printed = 0;

CREATE TABLE cash_counts (
    event_id BLOB PRIMARY KEY CHECK (length(event_id) = 16),
    date     TEXT NOT NULL,
    staff    TEXT NOT NULL,
    at       TEXT NOT NULL,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX cash_counts_by_day ON cash_counts (date);

CREATE TABLE closed_days (date TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT;

CREATE TABLE reports (
    event_id     BLOB PRIMARY KEY CHECK (length(event_id) = 16),
    -- The desk that sends it, and the place of the fact that caused it: reports go out in this order.
    desk         TEXT NOT NULL,
    lamport      INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN
        ('waiting', 'accepted', 'accepted_warn', 'duplicate', 'held', 'replaced', 'withdrawn')),
    code         TEXT,
    receipt      TEXT,
    answered_at  TEXT,
    processed_on TEXT,
    replaced_by  BLOB,
    CHECK (CASE state WHEN 'waiting' THEN answered_at IS NULL WHEN 'replaced' THEN 1 ELSE answered_at IS NOT NULL END)
) STRICT;
CREATE INDEX reports_open ON reports (state, desk, lamport) WHERE state IN ('waiting', 'held', 'accepted_warn');

-- `balance` and `exemption` are changes as the ward sent them; the newest `as_of` stays.
CREATE TABLE ward_mothers (user_number TEXT PRIMARY KEY, balance TEXT, exemption TEXT, moved_out_on TEXT) STRICT;
CREATE TABLE revoked (coupon_id TEXT PRIMARY KEY) STRICT;
CREATE TABLE notices (
    event_id BLOB NOT NULL CHECK (length(event_id) = 16),
    n        INTEGER NOT NULL,
    at       TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (event_id, n)
) STRICT;
-- Each desk of the facility has its own line to the ward.
CREATE TABLE ward_state (
    desk  TEXT NOT NULL,
    key   TEXT NOT NULL CHECK (key IN ('enrolment', 'keys', 'cursor', 'contact')),
    value TEXT NOT NULL,
    PRIMARY KEY (desk, key)
) STRICT;
CREATE TABLE reconciliations (month TEXT PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE erased (event_id BLOB PRIMARY KEY) STRICT;
