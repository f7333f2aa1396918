{#- A number as a person writes it: 6, not 6.000. -#}
{% macro plain_number(column) -%}
    {{ return(adapter.dispatch('plain_number', 'perdiem')(column)) }}
{%- endmacro %}


{#- Of a number with decimals: those of a whole number would be its own noughts. -#}
{% macro default__plain_number(column) -%}
    case
        when cast({{ column }} as {{ text_type() }}) like '%.%'
            then trim(trailing '.' from trim(trailing '0' from cast({{ column }} as {{ text_type() }})))
        else cast({{ column }} as {{ text_type() }})
    end
{%- endmacro %}


{% macro postgres__plain_number(column) -%}
    cast(trim_scale({{ column }}) as text)
{%- endmacro %}
