{#
    Finds the programs whose groups of codes cannot be used: a group with no code in it, or one code in both. Such a
    program is left out of the run on every date.
#}

with

programs as (

    select * from {{ ref('stg_ehr__programs') }}

),

group_codes as (

    select * from {{ ref('stg_ehr__billing_code_groups') }}

),

code_counts as (

    select
        programs.program_id,
        count(distinct non_billable.billing_code) as non_billable_codes,
        count(distinct billable.billing_code) as billable_codes,
        min(case when non_billable.billing_code = billable.billing_code then billable.billing_code end) as shared_code

    from programs

    left join group_codes as non_billable
        on programs.non_billable_group = non_billable.group_name

    left join group_codes as billable
        on programs.billable_group = billable.group_name

    group by programs.program_id

),

final as (

    select
        programs.program_id,
        programs.non_billable_group,
        programs.billable_group,
        {{ causes([
            ("code_counts.non_billable_codes = 0",
             "concat_ws('', 'program ', programs.program_id, ' has no billing code in its non-billable group ',"
             ~ " coalesce(programs.non_billable_group, '(none named)'), ': expected at least one')"),
            ("code_counts.billable_codes = 0",
             "concat_ws('', 'program ', programs.program_id, ' has no billing code in its billable group ',"
             ~ " coalesce(programs.billable_group, '(none named)'), ': expected at least one')"),
            ("code_counts.shared_code is not null",
             "concat_ws('', 'program ', programs.program_id, ' has billing code ', code_counts.shared_code,"
             ~ " ' in both its groups, ', programs.non_billable_group, ' and ', programs.billable_group,"
             ~ " ': expected it in one of them')"),
        ]) | indent(8) }} as left_out_cause,
        {{ causes([
            ("code_counts.non_billable_codes = 0 or code_counts.billable_codes = 0", "'empty_group'"),
            ("code_counts.shared_code is not null", "'shared_code'"),
        ]) | indent(8) }} as left_out_kinds

    from programs

    inner join code_counts
        on programs.program_id = code_counts.program_id

)

select * from final
