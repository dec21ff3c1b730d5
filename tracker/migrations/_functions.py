"""SQL of the first migration: the clock of the record, and redaction. Frozen with it."""

# One writer at a time from here to commit. The instant is later than every other, and the same for the
# whole transaction. A lock, then a look: each statement of a volatile function sees what is committed by then.
# At a higher isolation level it would not, and neither would the triggers that compare one row with others.
INSTANT = """
CREATE FUNCTION tracker_instant(by_id bigint, why text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    the_instant timestamptz;
    latest timestamptz;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'change_sees_what_is_committed',
            MESSAGE = 'A change of the record runs at the isolation level read committed.';
    END IF;
    PERFORM pg_advisory_xact_lock(4712010);
    SELECT made.at INTO the_instant FROM tracker_change made WHERE made.xid = pg_current_xact_id();
    IF FOUND THEN
        RETURN the_instant;
    END IF;
    IF tracker_instant.by_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'change_has_by',
            MESSAGE = 'A change of the record must say who makes it.';
    END IF;
    SELECT max(made.at) INTO latest FROM tracker_change made;
    INSERT INTO tracker_change (at, xid, by_id, note)
    VALUES (greatest(clock_timestamp(), latest + interval '1 microsecond'), pg_current_xact_id(),
            tracker_instant.by_id, coalesce(why, ''))
    RETURNING at INTO the_instant;
    RETURN the_instant;
END
$$;
REVOKE ALL ON FUNCTION tracker_instant(bigint, text) FROM PUBLIC;
"""

# For what the law forbids, by the owner alone: the text goes; hash, ground and date stay.
REDACT = """
CREATE FUNCTION tracker_redact(the_snapshot bigint, by_id bigint, ground text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    the_instant timestamptz := tracker_instant(by_id, ground);
BEGIN
    PERFORM set_config('tracker.redacting', 'on', true);
    UPDATE tracker_snapshot
    SET text = '', original = NULL, media_type = '', redacted_at = the_instant, redaction_ground = ground
    WHERE id = the_snapshot AND redacted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'redaction_takes_a_text',
            MESSAGE = 'There is no such snapshot, or its text was taken already.';
    END IF;
    UPDATE tracker_excerpt
    SET exact = array_fill(''::text, ARRAY[cardinality(exact)]), gloss = '', gloss_language = '',
        revision = revision + 1
    WHERE snapshot_id = the_snapshot;
    UPDATE tracker_excerptevent
    SET exact = array_fill(''::text, ARRAY[cardinality(exact)]), gloss = '', gloss_language = ''
    WHERE snapshot_id = the_snapshot;
    PERFORM set_config('tracker.redacting', 'off', true);
END
$$;
REVOKE ALL ON FUNCTION tracker_redact(bigint, bigint, text) FROM PUBLIC;
"""

# The cache holds rate limits, which must be exact across workers; it is read and written by Django's backend.
CACHE = """
CREATE TABLE tracker_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX tracker_cache_expires ON tracker_cache (expires);
"""

DROP = """
DROP TABLE tracker_cache;
DROP FUNCTION tracker_redact(bigint, bigint, text);
DROP FUNCTION tracker_instant(bigint, text);
"""
