select {{ causes_by_field(unit_rule_defects('rule')) }}
from (
    select
        conversion,
        minutes_per_unit,
        variable_increment,
        round_up_minutes,
        method,
        quantity,
        operator,
        factor,
        max_units,
        aggregate_on
) as rule
