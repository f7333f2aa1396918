-- Who may do what in the database: five roles, none of them a superuser, none with a right that it does not use.
--
--   perdiem_transform  the connection perdiem_warehouse. Reads the EHR without names and texts of people and cannot
--                      change it; owns the schemas staging, intermediate, marts and quality.
--   perdiem_writeback  the connection perdiem_ehr. Writes per-diem notes, their usage, their invoices, the units that
--                      they take, and alerts; reads no text of a note, and cannot change or delete a note.
--   perdiem_setup      the connection perdiem_setup. Reads and writes the tables that people set up (codes, groups,
--                      programs, settings, payers and their rules, user groups), and no other.
--   perdiem_load       the connection perdiem_load. Reads and writes what a load of a clinic's own data fills: every table
--                      of the EHR but what the pipeline alone writes. Deletes coverages, and nothing else.
--   perdiem_analyst    people and tools that read schema marts, and nothing else. What its views read of the EHR and of
--                      schema quality they read as their owner, perdiem_transform: what they leave out stays there.
--
-- Set-up applies this file to the embedded database whenever it starts. For a database of your own, apply it as a
-- superuser: psql --dbname=... --file=roles.sql, then give the roles their passwords: alter role perdiem_transform
-- login, \password perdiem_transform, and so on. It may be applied any number of times, also beside a night: it changes
-- only what differs, and hands over what nights have made as another user. Apply it again after a table of schema ehr
-- was made anew. Tables and columns that are not there
-- are passed over: the run's first check names them. If EHR and warehouse are two databases, apply it to both.

do $$
declare
    role_name text;
begin
    foreach role_name in array
        array['perdiem_transform', 'perdiem_writeback', 'perdiem_setup', 'perdiem_load', 'perdiem_analyst']
    loop
        if to_regrole(role_name) is null then
            execute format('create role %I', role_name);
        end if;
    end loop;
    execute format(
        'grant connect on database %I '
        'to perdiem_transform, perdiem_writeback, perdiem_setup, perdiem_load, perdiem_analyst',
        current_database()
    );
    execute format('grant temporary on database %I to perdiem_load', current_database());
    execute format('grant create, temporary on database %I to perdiem_transform', current_database());
end
$$;

create schema if not exists staging authorization perdiem_transform;
create schema if not exists intermediate authorization perdiem_transform;
create schema if not exists marts authorization perdiem_transform;
create schema if not exists quality authorization perdiem_transform;

-- What nights made as another user, before they had this one, is its own from now on.
do $$
declare
    statement text;
begin
    for statement in
        with

        schemas as (
            select oid, nspname, nspowner
            from pg_namespace
            where nspname in ('staging', 'intermediate', 'marts', 'quality')
        ),

        objects as (
            select 'schema' as kind, quote_ident(nspname) as name, nspowner as present_owner from schemas
            union all
            select 'table', pg_class.oid::regclass::text, pg_class.relowner
            from pg_class
            inner join schemas on pg_class.relnamespace = schemas.oid
            where
                pg_class.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                -- a sequence goes with the table that it numbers
                and not exists (
                    select from pg_depend
                    where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype in ('a', 'i')
                )
            union all
            select 'type', pg_type.oid::regtype::text, pg_type.typowner
            from pg_type
            inner join schemas on pg_type.typnamespace = schemas.oid
            where pg_type.typtype in ('e', 'd')
            union all
            select 'routine', pg_proc.oid::regprocedure::text, pg_proc.proowner
            from pg_proc
            inner join schemas on pg_proc.pronamespace = schemas.oid
        )

        select format('alter %s %s owner to perdiem_transform', kind, name)
        from objects
        where present_owner <> 'perdiem_transform'::regrole
    loop
        execute statement;
    end loop;
end
$$;

grant usage on schema marts to perdiem_analyst;
alter default privileges for role perdiem_transform in schema marts grant select on tables to perdiem_analyst;

do $$
declare
    statement text;
begin
    for statement in
        select format('grant select on %s to perdiem_analyst', pg_class.oid::regclass)
        from pg_class
        where
            relnamespace = to_regnamespace('marts')
            and relkind in ('r', 'v', 'm')
            and not has_table_privilege('perdiem_analyst', pg_class.oid, 'select')
    loop
        execute statement;
    end loop;

    if to_regnamespace('ehr') is null then
        return;
    end if;
    grant usage on schema ehr to perdiem_transform, perdiem_writeback, perdiem_setup, perdiem_load;

    -- Of each role and table: revoke everything and grant what is listed, unless the role has exactly that.
    for statement in
        with

        -- What people set up, by the columns that there is something to be said of.
        set_up (table_name, column_names) as (
            values
            ('billing_codes', 'billing_code description is_billable'),
            ('billing_code_groups', 'group_name billing_code'),
            ('programs', 'program_id name non_billable_group billable_group weekly_minimum_minutes'),
            ('system_settings', 'setting_number program_id effective_from value'),
            ('payers', 'payer_id name'),
            ('payer_rules', 'payer_rule_id payer_id name effective_from effective_to'),
            (
                'payer_billing_rules',
                'billing_rule_id payer_rule_id billing_type conversion minutes_per_unit variable_increment '
                'round_up_minutes method quantity operator factor max_units combine aggregate_on'
            ),
            ('payer_billing_rule_codes', 'billing_rule_id billing_code'),
            ('user_groups', 'group_name'),
            ('user_group_members', 'group_name user_id email')
        ),

        -- What a load fills beside that.
        loaded (table_name, column_names) as (
            values
            ('facilities', 'facility_id name state time_zone'),
            ('clinicians', 'clinician_id display_name npi'),
            ('locations', 'location_id facility_id name'),
            (
                'clients',
                'client_id facility_id display_name default_clinician_id default_location_id default_location_code'
            ),
            ('client_coverages', 'coverage_id client_id payer_id priority start_date end_date'),
            ('fee_schedules', 'payer_id billing_code effective_from effective_to unit_rate'),
            (
                'authorizations',
                'authorization_id client_id payer_id billing_code start_date end_date units_authorized units_used '
                'status updated_at'
            ),
            (
                'notes',
                'note_id client_id service_date started_at billing_code clinician_id location_id location_code '
                'duration_minutes quantity units status released_at note_text origin updated_at'
            )
            union all
            select table_name, column_names from set_up
        ),

        listed (role_name, privilege, table_name, column_names) as (
            values
            ('perdiem_transform', 'SELECT', 'facilities', 'facility_id state time_zone'),
            ('perdiem_transform', 'SELECT', 'clinicians', 'clinician_id npi'),
            ('perdiem_transform', 'SELECT', 'locations', 'location_id facility_id'),
            (
                'perdiem_transform', 'SELECT', 'clients',
                'client_id facility_id default_clinician_id default_location_id default_location_code'
            ),
            ('perdiem_transform', 'SELECT', 'payers', 'payer_id name'),
            (
                'perdiem_transform', 'SELECT', 'client_coverages',
                'coverage_id client_id payer_id priority start_date end_date'
            ),
            ('perdiem_transform', 'SELECT', 'billing_codes', 'billing_code description is_billable'),
            ('perdiem_transform', 'SELECT', 'billing_code_groups', 'group_name billing_code'),
            (
                'perdiem_transform', 'SELECT', 'programs',
                'program_id name non_billable_group billable_group weekly_minimum_minutes'
            ),
            ('perdiem_transform', 'SELECT', 'system_settings', 'setting_number program_id effective_from value'),
            ('perdiem_transform', 'SELECT', 'user_groups', 'group_name'),
            ('perdiem_transform', 'SELECT', 'user_group_members', 'group_name'),
            (
                'perdiem_transform', 'SELECT', 'authorizations',
                'authorization_id client_id payer_id billing_code start_date end_date units_authorized units_used '
                'status updated_at'
            ),
            (
                'perdiem_transform', 'SELECT', 'notes',
                'note_id client_id service_date started_at billing_code clinician_id location_id location_code '
                'duration_minutes quantity units status released_at origin program_id payer_id authorization_id '
                'dag_run_id updated_at'
            ),
            ('perdiem_transform', 'SELECT', 'payer_rules', 'payer_rule_id payer_id name effective_from effective_to'),
            (
                'perdiem_transform', 'SELECT', 'payer_billing_rules',
                'billing_rule_id payer_rule_id billing_type conversion minutes_per_unit variable_increment '
                'round_up_minutes method quantity operator factor max_units combine aggregate_on'
            ),
            ('perdiem_transform', 'SELECT', 'payer_billing_rule_codes', 'billing_rule_id billing_code'),
            (
                'perdiem_transform', 'SELECT', 'fee_schedules',
                'payer_id billing_code effective_from effective_to unit_rate'
            ),
            (
                'perdiem_transform', 'SELECT', 'authorization_usage',
                'note_id authorization_id units used_at reversed_at'
            ),
            (
                'perdiem_transform', 'SELECT', 'invoices',
                'invoice_id note_id client_id payer_id authorization_id service_date billing_code units amount status '
                'created_at'
            ),
            (
                'perdiem_transform', 'SELECT', 'alerts',
                'alert_id program_id client_id service_date reason group_name status opened_at notified_at resolved_at'
            ),

            -- Statistics of what a night writes to (PostgreSQL 17 and later know this right).
            ('perdiem_transform', 'MAINTAIN', 'notes', null),
            ('perdiem_transform', 'MAINTAIN', 'authorizations', null),
            ('perdiem_transform', 'MAINTAIN', 'authorization_usage', null),
            ('perdiem_transform', 'MAINTAIN', 'invoices', null),

            (
                'perdiem_writeback', 'SELECT', 'notes',
                'note_id program_id client_id service_date billing_code units status origin payer_id authorization_id '
                'dag_run_id'
            ),
            (
                'perdiem_writeback', 'INSERT', 'notes',
                'note_id client_id service_date billing_code clinician_id location_id location_code duration_minutes '
                'quantity units status released_at note_text origin program_id payer_id authorization_id dag_run_id '
                'updated_at'
            ),
            (
                'perdiem_writeback', 'SELECT', 'authorizations',
                'authorization_id client_id payer_id billing_code start_date end_date units_authorized units_used '
                'status'
            ),
            ('perdiem_writeback', 'UPDATE', 'authorizations', 'units_used updated_at'),
            (
                'perdiem_writeback', 'SELECT', 'authorization_usage',
                'note_id authorization_id units used_at reversed_at'
            ),
            ('perdiem_writeback', 'INSERT', 'authorization_usage', 'note_id authorization_id units used_at'),
            (
                'perdiem_writeback', 'UPDATE', 'authorization_usage',
                'authorization_id units used_at reversed_at'
            ),
            (
                'perdiem_writeback', 'SELECT', 'invoices',
                'invoice_id note_id client_id payer_id authorization_id service_date billing_code units amount status '
                'created_at'
            ),
            (
                'perdiem_writeback', 'INSERT', 'invoices',
                'invoice_id note_id client_id payer_id authorization_id service_date billing_code units amount status '
                'created_at'
            ),
            (
                'perdiem_writeback', 'UPDATE', 'invoices',
                'client_id payer_id authorization_id service_date billing_code units amount status created_at'
            ),
            (
                'perdiem_writeback', 'SELECT', 'alerts',
                'alert_id program_id client_id service_date reason group_name status opened_at notified_at '
                'resolved_at'
            ),
            (
                'perdiem_writeback', 'INSERT', 'alerts',
                'alert_id program_id client_id service_date reason group_name status opened_at'
            ),
            (
                'perdiem_writeback', 'UPDATE', 'alerts',
                'group_name status opened_at notified_at resolved_at'
            ),
            ('perdiem_writeback', 'SELECT', 'user_groups', 'group_name'),
            ('perdiem_writeback', 'SELECT', 'user_group_members', 'group_name user_id email'),

            -- The group that setting 510 names, and whether it can be told.
            ('perdiem_writeback', 'SELECT', 'system_settings', 'setting_number program_id effective_from value')

            union all

            select 'perdiem_setup', privileges.privilege, set_up.table_name, set_up.column_names
            from set_up
            cross join (values ('SELECT'), ('INSERT'), ('UPDATE')) as privileges (privilege)

            union all

            -- of the whole row, as there is no other
            select 'perdiem_setup', 'DELETE', table_name, null from set_up

            union all

            select 'perdiem_load', privileges.privilege, loaded.table_name, loaded.column_names
            from loaded
            cross join (values ('SELECT'), ('INSERT'), ('UPDATE')) as privileges (privilege)

            union all

            -- Statistics of what a load fills.
            select 'perdiem_load', 'MAINTAIN', table_name, null from loaded

            union all

            -- What the pipeline took of an authorization, and coverages that their source has no longer.
            values
            ('perdiem_load', 'SELECT', 'authorization_usage', 'authorization_id units reversed_at'),
            ('perdiem_load', 'DELETE', 'client_coverages', null)
        ),

        tables as (
            select oid, relname as table_name, relacl
            from pg_class
            where relnamespace = to_regnamespace('ehr') and relkind in ('r', 'p', 'v', 'm', 'f')
        ),

        roles as (
            select
                unnest(
                    array['perdiem_transform', 'perdiem_writeback', 'perdiem_setup', 'perdiem_load', 'perdiem_analyst']
                ) as role_name
        ),

        -- Each right as GRANT spells it: 'SELECT (note_id)', or 'MAINTAIN' on the whole table.
        wanted as (
            select
                listed.role_name,
                tables.table_name,
                listed.privilege || coalesce(' (' || quote_ident(pg_attribute.attname) || ')', '') as privilege
            from listed
            inner join tables on listed.table_name = tables.table_name
            left join pg_attribute
                on
                    tables.oid = pg_attribute.attrelid
                    and pg_attribute.attnum > 0
                    and pg_attribute.attname = any(string_to_array(listed.column_names, ' '))
            where
                case
                    when listed.privilege = 'MAINTAIN' then current_setting('server_version_num')::integer >= 170000
                    when listed.column_names is null then true
                    else pg_attribute.attname is not null
                end
        ),

        granted as (
            select
                acl.grantee::regrole::text as role_name,
                tables.table_name,
                acl.privilege_type || coalesce(' (' || quote_ident(acl.column_name) || ')', '') as privilege
            from tables
            cross join lateral (
                select privilege_type, grantee, null::name as column_name
                from aclexplode(tables.relacl)
                union all
                select exploded.privilege_type, exploded.grantee, pg_attribute.attname
                from pg_attribute
                cross join lateral aclexplode(pg_attribute.attacl) as exploded
                where pg_attribute.attrelid = tables.oid
            ) as acl
            where acl.grantee in (select role_name::regrole from roles)
        ),

        compared as (
            select
                roles.role_name,
                tables.table_name,
                array(
                    select wanted.privilege from wanted
                    where wanted.role_name = roles.role_name and wanted.table_name = tables.table_name
                    order by wanted.privilege
                ) as wanted,
                array(
                    select granted.privilege from granted
                    where granted.role_name = roles.role_name and granted.table_name = tables.table_name
                    order by granted.privilege
                ) as granted
            from roles
            cross join tables
        )

        select
            format('revoke all on ehr.%I from %I', table_name, role_name)
            || case
                when cardinality(wanted) > 0
                    then format(
                        '; grant %s on ehr.%I to %I',
                        array_to_string(wanted, ', '),
                        table_name,
                        role_name
                    )
                else ''
            end
        from compared
        where wanted <> granted
    loop
        execute statement;
    end loop;
end
$$;
