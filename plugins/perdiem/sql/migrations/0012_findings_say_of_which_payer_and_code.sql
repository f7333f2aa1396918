-- A finding says of which payer and code its item is, so that nobody has to look the item up to find it by them. Those of
-- the history have to be built for that. An index that begins with their dates takes the place of one of dates alone.

insert into quality.history_rebuilds (because)
select 'findings say of which payer and code they are'
where to_regclass('marts.rpt_billing_audit') is not null;

do $$
declare
    replaced regclass;
begin
    for replaced in
        select indexes.indexrelid
        from pg_index as indexes
        inner join pg_attribute as columns
            on indexes.indrelid = columns.attrelid and indexes.indkey::text = columns.attnum::text
        where indexes.indrelid = to_regclass('marts.rpt_billing_audit') and columns.attname = 'service_date'
    loop
        execute format('drop index %s', replaced);
    end loop;
end
$$;
