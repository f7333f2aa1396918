{#-
    Units of a duration: whole units only, and with a variable increment one more where the rest reaches round_up_minutes
    (15 minutes a unit, rounded up from 8: 7 -> 0, 8 -> 1, 22 -> 1, 23 -> 2).
-#}
{% macro duration_units(minutes, minutes_per_unit, variable_increment, round_up_minutes) -%}
    {{ whole_units(minutes, minutes_per_unit) }}
    + case
        when {{ variable_increment }} and mod({{ minutes }}, {{ minutes_per_unit }}) >= {{ round_up_minutes }} then 1
        else 0
    end
{%- endmacro %}
