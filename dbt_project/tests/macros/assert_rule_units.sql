{#
    Units of a note under each kind of rule, rounded half away from zero at the third decimal and nowhere before. A
    null quantity is one service; no rule gives no units.
#}

with

rules as (

    select
        *,
        15 as minutes_per_unit,
        true as variable_increment,
        8 as round_up_minutes

    from (
        values
        -- conversion, method, quantity, operator, factor, minutes of the note, its quantity, units
        ('duration', null, null, null, null, 7, 9, 0),
        ('duration', null, null, null, null, 23, 9, 2),
        ('duration', 'replace', 9, 'divide', 9, 23, null, 2), -- a duration rule looks at the duration alone
        ('quantity', 'replace', 2.5, null, null, 0, null, 2.5),
        ('quantity', 'replace', 2.5, 'multiply', 9, 600, 9, 2.5),
        ('quantity', 'replace', 0, null, null, 60, 9, 0),
        ('quantity', 'replace', 10000, null, null, 60, 9, 10000),
        ('quantity', 'calculate', 9, 'multiply', 1.5, 60, 3, 4.5),
        ('quantity', 'calculate', null, 'multiply', 1.5, 60, null, 1.5),
        ('quantity', 'calculate', null, 'multiply', 1.5, 60, 0, 0),
        ('quantity', 'calculate', null, 'multiply', 0.0004, 60, null, 0),
        ('quantity', 'calculate', null, 'multiply', 0.0005, 60, null, 0.001),
        ('quantity', 'calculate', null, 'multiply', 0.0025, 60, null, 0.003), -- to the even number, it were 0.002
        ('quantity', 'calculate', null, 'multiply', 0.333333, 60, 3, 1), -- rounded before, it were 0.999
        ('quantity', 'calculate', null, 'multiply', 10000, 60, 10000, 100000000),
        ('quantity', 'calculate', 9, 'divide', 4, 60, 2.5, 0.625),
        ('quantity', 'calculate', null, 'divide', 8, 60, null, 0.125),
        ('quantity', 'calculate', null, 'divide', 16, 60, null, 0.063), -- 0.0625; to the even number, it were 0.062
        ('quantity', 'calculate', null, 'divide', 2, 60, 2.001, 1.001), -- 1.0005; in binary, it were below it
        ('quantity', 'calculate', null, 'divide', 3, 60, null, 0.333),
        ('quantity', 'calculate', null, 'divide', 3, 60, 2, 0.667),
        ('quantity', 'calculate', null, 'divide', 0.000001, 60, 10000, 10000000000),
        (null, null, null, null, null, 60, 1, null)
    ) as cases (
        conversion, method, quantity, operator, factor, note_minutes, note_quantity, expected_units
    )

),

final as (

    select
        *,
        {{ rule_units("rules", "note_minutes", "note_quantity") | indent(8) }} as units

    from rules

)

select * from final

where units is distinct from expected_units
