-- Why the billing items of the whole history are to be built anew. A migration that comes with other rules for them adds
-- a row; the first run after it that publishes builds them, and enters itself here.

create table quality.history_rebuilds (
    because   text not null,
    asked_at  timestamptz not null default now(),
    run_id    text,
    built_at  timestamptz
);
