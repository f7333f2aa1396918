{#-
    Units of a service under a valid unit rule, rounded half away from zero at the third decimal and nowhere before.

    rule: the relation that holds the rule's columns; null units where it holds no rule.
    minutes, quantity: SQL expressions; a null quantity is one service.
-#}
{% macro rule_units(rule, minutes, quantity) -%}
    {%- set services = "coalesce(" ~ quantity ~ ", 1)" -%}
    {%- set units -%}
        round(
            case
                when {{ rule }}.conversion = 'duration'
                    then {{ duration_units(
                        minutes,
                        rule ~ ".minutes_per_unit",
                        rule ~ ".variable_increment",
                        rule ~ ".round_up_minutes",
                    ) | indent(20) }}
                when {{ rule }}.method = 'replace' then {{ rule }}.quantity
                when {{ rule }}.operator = 'multiply' then {{ product(services, rule ~ ".factor") }}
                when {{ rule }}.operator = 'divide' then {{ quotient(services, rule ~ ".factor") | indent(20) }}
            end,
            3
        )
    {%- endset -%}
    {{ checked_cast(units, "numeric(18, 3)") }}
{%- endmacro %}
