{#-
    What makes a unit rule invalid, for the macros causes() and causes_by_field(), with the field that is to blame.

    rules: the name of the relation with the rule's columns.
-#}
{% macro unit_rule_defects(rules) -%}
    {%- set duration = rules ~ ".conversion = 'duration'" -%}
    {%- set variable = duration ~ " and " ~ rules ~ ".variable_increment" -%}
    {%- set by_quantity = rules ~ ".conversion = 'quantity'" -%}
    {%- set replace = by_quantity ~ " and " ~ rules ~ ".method = 'replace'" -%}
    {%- set calculate = by_quantity ~ " and " ~ rules ~ ".method = 'calculate'" -%}
    {#- coalesce: what is missing fails the test for what is allowed -#}
    {{ return([
        ("coalesce(" ~ rules ~ ".conversion, '') not in ('duration', 'quantity')",
         "'conversion is neither duration nor quantity'", "conversion"),
        (duration ~ " and coalesce(" ~ rules ~ ".minutes_per_unit, 0) < 1",
         "'minutes per unit below 1'", "minutes_per_unit"),
        (variable ~ " and coalesce(" ~ rules ~ ".round_up_minutes, 0) not between 1 and " ~ rules ~ ".minutes_per_unit",
         "'minutes to round up not between 1 and the minutes per unit'", "round_up_minutes"),
        (by_quantity ~ " and coalesce(" ~ rules ~ ".method, '') not in ('replace', 'calculate')",
         "'method is neither replace nor calculate'", "method"),
        (replace ~ " and coalesce(" ~ rules ~ ".quantity, -1) < 0",
         "'quantity missing or below 0'", "quantity"),
        (replace ~ " and " ~ rules ~ ".quantity > 10000",
         "'quantity above 10000 or not a number'", "quantity"),
        (calculate ~ " and coalesce(" ~ rules ~ ".operator, '') not in ('multiply', 'divide')",
         "'operator is neither multiply nor divide'", "operator"),
        (calculate ~ " and coalesce(" ~ rules ~ ".factor, 0) <= 0",
         "'factor missing or not above 0'", "factor"),
        (calculate ~ " and " ~ rules ~ ".factor > 10000",
         "'factor above 10000 or not a number'", "factor"),
        (rules ~ ".max_units < 0 or " ~ is_nan(rules ~ ".max_units"),
         "'maximum units below 0 or not a number'", "max_units"),
        ("coalesce(" ~ rules ~ ".aggregate_on, 'units') not in ('units', 'minutes', 'medicare')",
         "'aggregate on is none of units, minutes, medicare'", "aggregate_on"),
    ]) }}
{%- endmacro %}
