-- Up to where the last load read a table of another database, so that the next reads what changed since. A mark counts
-- as long as its table is the same (dropped, emptied or restored, it has another file) and is made in the same way.

create table if not exists quality.load_marks (
    table_name   text primary key,
    fingerprint  text not null,   -- of the source's address and of the mapping's block
    filenode     bigint not null, -- of the table in schema ehr
    mark         text not null,   -- the highest value seen of the column that tells changes, as JSON
    loaded_at    timestamptz not null
);
