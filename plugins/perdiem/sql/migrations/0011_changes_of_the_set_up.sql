-- Changes of the set-up: what was proposed, and what became of each, in order. Both are added to alone.

create table if not exists quality.setup_proposals (
    change_id    text primary key,
    proposed_at  timestamptz not null,
    who          text not null,  -- as Airflow calls the person; of the terminal, as its system does
    title        text not null,  -- what it changes, in words
    counts_from  date,           -- the first service date that it holds for; null: at once, whatever the date
    changes      jsonb not null, -- rows as they were and as they are to be, as perdiem.setup.changes has them
    undoes       text references quality.setup_proposals (change_id)
);

create table if not exists quality.setup_events (
    event_id    bigint generated always as identity primary key,
    change_id   text not null references quality.setup_proposals (change_id),
    entered_at  timestamptz not null,
    who         text,   -- null of what the pipeline entered
    what        text not null check (what in ('plan_asked', 'planned', 'plan_failed', 'applied', 'dropped')),
    figures     jsonb,  -- of a plan: what the last days come to without it, and with it
    error       text,   -- of a plan that failed: why, in a sentence that quotes no row
    check ((what = 'planned') = (figures is not null)),
    check ((what = 'plan_failed') = (error is not null))
);
create index if not exists setup_events_of_a_change on quality.setup_events (change_id, event_id);

create or replace trigger only_added_to before update or delete on quality.setup_proposals
    for each row execute function quality.refuse_change();
create or replace trigger never_emptied before truncate on quality.setup_proposals
    for each statement execute function quality.refuse_change();
create or replace trigger only_added_to before update or delete on quality.setup_events
    for each row execute function quality.refuse_change();
create or replace trigger never_emptied before truncate on quality.setup_events
    for each statement execute function quality.refuse_change();

-- How each stands: a plan may be asked for any number of times, and what was applied or dropped stays so.
create or replace view quality.setup_states as
select
    proposals.change_id,
    proposals.proposed_at,
    proposals.who,
    proposals.title,
    proposals.counts_from,
    proposals.changes,
    proposals.undoes,
    coalesce(ending.what, plan.what, 'proposed') as state,
    ending.who as ended_by,
    ending.entered_at as ended_at,
    plan.entered_at as plan_at,
    plan.error as plan_error,
    planned.figures
from quality.setup_proposals as proposals
left join lateral (
    select * from quality.setup_events as events
    where events.change_id = proposals.change_id and events.what in ('applied', 'dropped')
    order by events.event_id
    limit 1
) as ending on true
left join lateral (
    select * from quality.setup_events as events
    where events.change_id = proposals.change_id and events.what in ('plan_asked', 'planned', 'plan_failed')
    order by events.event_id desc
    limit 1
) as plan on true
left join lateral (
    select * from quality.setup_events as events
    where events.change_id = proposals.change_id and events.what = 'planned'
    order by events.event_id desc
    limit 1
) as planned on true;
