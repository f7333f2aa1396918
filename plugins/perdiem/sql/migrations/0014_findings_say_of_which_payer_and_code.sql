-- A finding says of which payer and code its item is, so that nobody has to look the item up to find it by them. Those of
-- the history have to be built for that. What findings are looked up by begins with their dates from now on: the indexes
-- that did not are dropped, and the next night makes the others.

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
        where
            indexes.indrelid = to_regclass('marts.rpt_billing_audit')
            and array(
                select columns.attname::text
                from unnest(indexes.indkey::smallint[]) with ordinality as keys (attnum, place)
                inner join pg_attribute as columns
                    on columns.attrelid = indexes.indrelid and columns.attnum = keys.attnum
                order by keys.place
            ) in (array['service_date'], array['client_id', 'service_date'])
    loop
        execute format('drop index %s', replaced);
    end loop;
end
$$;
