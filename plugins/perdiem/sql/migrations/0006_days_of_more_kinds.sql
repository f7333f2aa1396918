-- Days wait for signatures too, and the audit finds more. Billing items are made by other rules than before: those of the
-- history are built anew.

do $$
declare
    outdated record;
begin
    for outdated in
        select conrelid::regclass as mart, conname
        from pg_constraint
        where
            conrelid in (
                to_regclass('marts.fct_per_diem_days'),
                to_regclass('marts.fct_per_diem_decisions'),
                to_regclass('marts.rpt_billing_audit')
            )
            and contype = 'c'
            and (
                pg_get_constraintdef(oid) like '%already_billed%'
                or pg_get_constraintdef(oid) like '%no_matching_rule%'
            )
    loop
        execute format('alter table %s drop constraint %I', outdated.mart, outdated.conname);
    end loop;

    if to_regclass('marts.fct_billing_items') is not null then
        insert into quality.history_rebuilds (because)
        values ('per-diem notes are items as written, and are held against the coverage of their day');
    end if;
end
$$;
