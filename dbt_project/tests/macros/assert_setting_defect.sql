{#
    The sentence that a biller reads names setting, program, value and date, or says that the setting is blank or missing.
#}

with

cases as (

    select
        program_id,
        setting_value,
        cast(effective_from as date) as effective_from,
        expected_sentence

    from (
        values
        (
            'PHP', 'four', '2026-02-14',
            'system setting 508 for program PHP is ''four'' from 2026-02-14: expected a number above 0'
        ),
        ('PHP', null, null, 'system setting 508 for program PHP is missing: expected a number above 0'),
        (
            'PHP', null, '2026-02-14',
            'system setting 508 for program PHP is blank from 2026-02-14: expected a number above 0'
        )
    ) as typed_settings (program_id, setting_value, effective_from, expected_sentence)

),

final as (

    select
        *,
        {{ setting_defect(508, "setting_value", "effective_from", "a number above 0") | indent(8) }} as sentence

    from cases

)

select * from final

where sentence is distinct from expected_sentence
