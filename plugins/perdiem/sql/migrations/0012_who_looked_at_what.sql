-- Who opened which view of the page that names clients, or took it as a file, and when. No client is named here.

create table if not exists quality.page_views (
    view_id    bigint generated always as identity primary key,
    viewed_at  timestamptz not null,
    who        text not null,  -- as Airflow calls the person
    view       text not null,  -- the path below the page's own, as in worklist.csv
    filters    text not null   -- what the list was narrowed to: the query of the address, which names no client
);
create index if not exists page_views_by_time on quality.page_views (viewed_at);

create or replace trigger only_added_to before update or delete on quality.page_views
    for each row execute function quality.refuse_change();
create or replace trigger never_emptied before truncate on quality.page_views
    for each statement execute function quality.refuse_change();
