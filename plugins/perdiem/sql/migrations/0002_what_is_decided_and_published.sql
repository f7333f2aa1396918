-- How far a run came is a fact of its own: when its days were decided, and when its marts were published.

alter table quality.runs
    add column decided_at timestamptz,
    add column published_at timestamptz;

-- Of earlier runs the task that failed tells as much.
update quality.runs
set
    decided_at = coalesce(finished_at, started_at),
    published_at = case
        when
            state = 'success'
            or failed_task in ('check_published', 'notify_billers', 'notify_data_quality', 'close_run')
            then coalesce(finished_at, started_at)
    end
where
    state = 'success'
    or failed_task in (
        'check_decisions', 'write_back', 'publish', 'check_published', 'notify_billers', 'notify_data_quality',
        'close_run'
    );
