"""Every SQL statement of the store, once. `?` stands for a value; an engine that spells it otherwise translates.

`event` is append-only and the truth. `current` is its fold, written in the same transaction; it keeps a row with a
NULL body for what has been deleted, so that an older event that arrives later cannot bring it back. `writer` says to
whom a writer belongs, `text` holds each frozen text once, `cache` holds what can be made again.
"""

from __future__ import annotations

EVENT_COLUMNS = (
    "writer, seq, batch, screen, clock, annotator, article, article_hash, kind, key, body, "
    "prev_writer, prev_seq, ref, seconds, version, hash"
)

CREATE = (
    """CREATE TABLE writer (
        id TEXT NOT NULL PRIMARY KEY,
        class TEXT NOT NULL,
        annotator TEXT NOT NULL,
        started BIGINT NOT NULL)""",
    """CREATE TABLE event (
        writer TEXT NOT NULL,
        seq BIGINT NOT NULL,
        batch TEXT NOT NULL,
        screen TEXT NOT NULL,
        clock BIGINT NOT NULL,
        annotator TEXT NOT NULL,
        article TEXT NOT NULL,
        article_hash TEXT NOT NULL,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        body TEXT,
        prev_writer TEXT,
        prev_seq BIGINT,
        ref TEXT NOT NULL,
        seconds DOUBLE PRECISION NOT NULL,
        version BIGINT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (writer, seq))""",
    "CREATE INDEX event_by_clock ON event (clock)",
    "CREATE INDEX event_by_stack ON event (annotator, article, screen, clock) WHERE screen <> ''",
    """CREATE TABLE current (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        body TEXT,
        writer TEXT NOT NULL,
        seq BIGINT NOT NULL,
        clock BIGINT NOT NULL,
        PRIMARY KEY (kind, key))""",
    "CREATE TABLE text (sha256 TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE cache (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL, sha256 TEXT NOT NULL)",
)

LAST_CLOCK = "SELECT max(clock) FROM event"
# Rows are only ever added, so their numbers are the order in which events came in, whatever their clocks say.
LAST_ROW = "SELECT max(rowid) FROM event"
TOUCHED = (
    "SELECT e.kind, e.key, coalesce(e.body, p.body), e.rowid "
    "FROM event e LEFT JOIN event p ON p.writer = e.prev_writer AND p.seq = e.prev_seq WHERE e.rowid > ?"
)
LAST_SEQ = "SELECT max(seq) FROM event WHERE writer = ?"

WRITERS = "SELECT id, class, annotator, started FROM writer ORDER BY id"
WRITER = "SELECT class, annotator FROM writer WHERE id = ?"
ADD_WRITER = "INSERT INTO writer (id, class, annotator, started) VALUES (?, ?, ?, ?)"

ADD_EVENT = f"INSERT INTO event ({EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
EVENT = f"SELECT {EVENT_COLUMNS} FROM event WHERE writer = ? AND seq = ?"
EVENTS = f"SELECT {EVENT_COLUMNS} FROM event ORDER BY clock, writer, seq"
EVENTS_AFTER = f"SELECT {EVENT_COLUMNS} FROM event WHERE writer = ? AND seq > ? ORDER BY seq"
RANKS = "SELECT kind, key, clock, writer, seq FROM event"
HASHES = "SELECT seq, hash FROM event WHERE writer = ? ORDER BY seq"
FROZEN = (
    "SELECT key, body, article_hash FROM event WHERE kind = 'article' AND body IS NOT NULL ORDER BY clock, writer, seq"
)
MADE_ON = f"SELECT {EVENT_COLUMNS} FROM event WHERE kind NOT IN ('article', 'speaker', 'scheme') AND article_hash IN"
RUNS = "SELECT writer, count(*), min(seq), max(seq) FROM event GROUP BY writer ORDER BY writer"
STACK = (
    "SELECT e.batch, e.ref, e.kind, e.key, e.body, e.writer, e.seq, e.article_hash, p.body "
    "FROM event e LEFT JOIN event p ON p.writer = e.prev_writer AND p.seq = e.prev_seq "
    "WHERE e.annotator = ? AND e.article = ? AND e.screen = ? AND e.screen <> '' "
    "ORDER BY e.clock, e.writer, e.seq"
)

HEAD = (
    "SELECT c.body, c.writer, c.seq, c.clock, e.batch "
    "FROM current c LEFT JOIN event e ON e.writer = c.writer AND e.seq = c.seq WHERE c.kind = ? AND c.key = ?"
)
HEADS = "SELECT kind, key, body, writer, seq, clock FROM current"
READ = "SELECT kind, key, body, writer, seq, clock FROM current WHERE kind = ? AND body IS NOT NULL"
STANDING = "SELECT key, writer, seq FROM current WHERE kind = ? AND body IS NOT NULL"
GONE = "SELECT key, writer, seq FROM current WHERE kind = ? AND body IS NULL"
GONE_RANGE = f"{GONE} AND key >= ? AND key < ?"
READ_ONE = f"{READ} AND key = ?"
READ_LIKE = f"{READ} AND body LIKE ? ESCAPE '!'"
READ_RANGE = f"{READ} AND key >= ? AND key < ?"
READ_BODIES = "SELECT body FROM current WHERE kind = ? AND body IS NOT NULL AND key >= ? AND key < ?"
SET_HEAD = (
    "INSERT INTO current (kind, key, body, writer, seq, clock) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, writer = excluded.writer, "
    "seq = excluded.seq, clock = excluded.clock"
)
SET_HEAD_IF_LATER = (
    f"{SET_HEAD} WHERE (excluded.clock, excluded.writer, excluded.seq) > (current.clock, current.writer, current.seq)"
)
"""The one total order: whichever event comes in first, the same one is current in the end."""
FORGET_HEADS = "DELETE FROM current"
SET_HEAD_FROM_EVENT = (
    "INSERT INTO current (kind, key, body, writer, seq, clock) "
    "SELECT kind, key, body, writer, seq, clock FROM event WHERE writer = ? AND seq = ?"
)

TEXT = "SELECT body FROM text WHERE sha256 = ?"
TEXTS = "SELECT sha256, body FROM text ORDER BY sha256"
TEXT_NAMES = "SELECT sha256 FROM text"
ADD_TEXT = "INSERT INTO text (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING"

CACHED = "SELECT value, sha256 FROM cache WHERE key = ?"
SET_CACHED = (
    "INSERT INTO cache (key, value, sha256) VALUES (?, ?, ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value, sha256 = excluded.sha256"
)
NEXT_KEY = "SELECT key FROM current WHERE kind = ? AND key >= ? AND body IS NOT NULL ORDER BY key LIMIT 1"
KEYS = "SELECT key FROM current WHERE kind = ? AND body IS NOT NULL"

VECTOR = "SELECT writer, max(seq) FROM event GROUP BY writer ORDER BY writer"

# A temporary table is found before one of the file that has the same name, so every statement above that reads
# `current` reads the past once these have run.
PAST = (
    "CREATE TEMPORARY TABLE upto (writer TEXT NOT NULL PRIMARY KEY, seq BIGINT NOT NULL)",
    """CREATE TEMPORARY TABLE current (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        body TEXT,
        writer TEXT NOT NULL,
        seq BIGINT NOT NULL,
        clock BIGINT NOT NULL,
        PRIMARY KEY (kind, key))""",
)
ADD_UPTO = "INSERT INTO upto (writer, seq) VALUES (?, ?)"
FOLD_UPTO = (
    "INSERT INTO current (kind, key, body, writer, seq, clock) "
    "SELECT kind, key, body, writer, seq, clock FROM ("
    "SELECT e.kind, e.key, e.body, e.writer, e.seq, e.clock, row_number() OVER "
    "(PARTITION BY e.kind, e.key ORDER BY e.clock DESC, e.writer DESC, e.seq DESC) AS place "
    "FROM event e JOIN upto u ON u.writer = e.writer AND e.seq <= u.seq) AS ranked WHERE place = 1"
)
