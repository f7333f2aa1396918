select {{ rule_units('rule', 'minutes', 'note_quantity') }}
from (
    select
        conversion,
        minutes_per_unit,
        coalesce(variable_increment, false) as variable_increment,
        round_up_minutes,
        method,
        quantity,
        operator,
        factor
) as rule
