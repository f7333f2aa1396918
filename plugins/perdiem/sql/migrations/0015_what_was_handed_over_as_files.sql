-- Where the EHR takes files: which batch each written day left in, what the EHR answered, and which answers were taken.

-- A batch is entered with all of its rows, then written as a folder, then entered as left. Numbers have no gap.
create table if not exists quality.batches (
    batch     integer primary key check (batch > 0),
    batch_id  text not null unique,  -- the name of its folder
    run_id    text not null,
    run_date  date not null,
    made_at   timestamptz not null,
    checksum  text,                  -- of its files; of one that has left
    left_at   timestamptz,
    check ((checksum is null) = (left_at is null))
);

-- What left, as it left: a note with its usage and its invoice, or that they are void. The columns of the first do not
-- follow what becomes of the note later; a batch that has to be written again is the same to the byte.
create table if not exists quality.handed_over (
    batch                integer not null references quality.batches (batch) deferrable initially deferred,
    note_id              text not null,
    what                 text not null check (what in ('note', 'void')),
    invoice_id           text not null,
    run_id               text,            -- that wrote the note
    program_id           text not null,
    client_id            text not null,
    service_date         date not null,
    billing_code         text not null,
    clinician_id         text,
    location_id          text,
    location_code        text,
    duration_minutes     integer,
    quantity             numeric(12, 3),
    units                numeric(12, 3) not null,
    payer_id             text not null,
    authorization_id     text not null,
    amount               numeric(12, 2),
    supporting_note_ids  text[],
    used_at              timestamptz not null,
    reversed_at          timestamptz,     -- of a void: when the units were given back
    voided_by_ehr        boolean,         -- of a void: whether the EHR had voided the note, as a load found
    answer               text check (answer in ('accepted', 'rejected')),
    answered_at          timestamptz,
    ehr_note_id          text,            -- the note's id in the EHR, as it answered
    message              text,            -- why the EHR rejected it, in its words, which may be of anybody
    status_in_ehr        text check (status_in_ehr in ('released', 'void')),  -- as the last load found the note there
    sent_again_at        timestamptz,     -- when somebody had it sent again: the next batch has it anew
    primary key (batch, note_id, what),
    check ((what = 'void') = (reversed_at is not null)),
    check ((answer is null) = (answered_at is null)),
    check (sent_again_at is null or answer = 'rejected')
);
-- No note is in two batches, unless the EHR rejected it and somebody had it sent again.
create unique index if not exists handed_over_once
    on quality.handed_over (note_id, what) where sent_again_at is null;
create unique index if not exists handed_over_as
    on quality.handed_over (ehr_note_id) where what = 'note' and ehr_note_id is not null;

-- Each file of answers that was taken.
create table if not exists quality.answer_files (
    taken_as  text primary key,      -- its name from then on: that which the EHR gave it may say anything
    taken_at  timestamptz not null,
    accepted  integer not null,
    rejected  integer not null,
    as_before integer not null,      -- answered so already
    refused   integer not null       -- rows that cannot be used
);
