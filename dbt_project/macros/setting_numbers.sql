{#-
    Settings are text that people type. Only plain decimal notation is a number here; the lengths keep every accepted
    text within what numeric holds.
-#}
{% macro is_decimal_number(column) -%}
    {{ return(adapter.dispatch('is_decimal_number')(column)) }}
{%- endmacro %}


{% macro postgres__is_decimal_number(column) -%}
    {{ column }} ~ '^\s*[+-]?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})\s*$'
{%- endmacro %}


{% macro is_whole_number(column) -%}
    {{ return(adapter.dispatch('is_whole_number')(column)) }}
{%- endmacro %}


{% macro postgres__is_whole_number(column) -%}
    {{ column }} ~ '^\s*[+-]?[0-9]{1,12}\s*$'
{%- endmacro %}


{% macro as_number(column) -%}
    {{ return(adapter.dispatch('as_number')(column)) }}
{%- endmacro %}


{#- numeric's own input allows blanks around a number, but not every kind of white space. -#}
{% macro postgres__as_number(column) -%}
    cast(regexp_replace({{ column }}, '\s', '', 'g') as numeric)
{%- endmacro %}
