{#-
    Settings are text that people type. Only plain decimal notation is a number here; the lengths keep every accepted
    text within what numeric holds.
-#}
{% macro is_decimal_number(column) -%}
    {{ return(adapter.dispatch('is_decimal_number', 'perdiem')(column)) }}
{%- endmacro %}


{% macro default__is_decimal_number(column) -%}
    regexp_like({{ column }}, '{{ number_pattern("([0-9]{1,12}([.][0-9]{0,12})?|[.][0-9]{1,12})") }}')
{%- endmacro %}


{% macro duckdb__is_decimal_number(column) -%}
    regexp_matches({{ column }}, '{{ number_pattern("([0-9]{1,12}([.][0-9]{0,12})?|[.][0-9]{1,12})") }}')
{%- endmacro %}


{% macro postgres__is_decimal_number(column) -%}
    {{ column }} ~ '^\s*[+-]?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})\s*$'
{%- endmacro %}


{% macro is_whole_number(column) -%}
    {{ return(adapter.dispatch('is_whole_number', 'perdiem')(column)) }}
{%- endmacro %}


{% macro default__is_whole_number(column) -%}
    regexp_like({{ column }}, '{{ number_pattern("[0-9]{1,12}") }}')
{%- endmacro %}


{% macro duckdb__is_whole_number(column) -%}
    regexp_matches({{ column }}, '{{ number_pattern("[0-9]{1,12}") }}')
{%- endmacro %}


{% macro postgres__is_whole_number(column) -%}
    {{ column }} ~ '^\s*[+-]?[0-9]{1,12}\s*$'
{%- endmacro %}


{% macro as_number(column) -%}
    {{ return(adapter.dispatch('as_number', 'perdiem')(column)) }}
{%- endmacro %}


{#-
    The regular expression of a number with a sign and white space around it, or without.

    digits: that of the number itself.
-#}
{% macro number_pattern(digits) -%}
    {{ return("^[" ~ white_space() ~ "]*[+-]?" ~ digits ~ "[" ~ white_space() ~ "]*$") }}
{%- endmacro %}


{% macro default__as_number(column) -%}
    {{ checked_cast("trim(both '" ~ white_space() ~ "' from " ~ column ~ ")", "decimal(24, 12)") }}
{%- endmacro %}


{#- numeric's own input allows blanks around a number, but not every kind of white space. -#}
{% macro postgres__as_number(column) -%}
    cast(regexp_replace({{ column }}, '\s', '', 'g') as numeric)
{%- endmacro %}


{#-
    Whether a night can use the value of a setting: a threshold (508) above 0, the minutes of the note (509) from 1 to
    1440, a lag (512) of 0 or more. The group that is told (510) is text.

    number, setting_value: SQL expressions.
-#}
{% macro setting_is_usable(number, setting_value) -%}
    case {{ number }}
        when 508
            then coalesce(
                case when {{ is_decimal_number(setting_value) }} then {{ as_number(setting_value) }} > 0 end, false
            )
        when 509
            then coalesce(
                case when {{ is_whole_number(setting_value) }} then {{ as_number(setting_value) }} between 1 and 1440 end,
                false
            )
        when 510 then {{ setting_value }} is not null
        when 512
            then coalesce(
                case when {{ is_whole_number(setting_value) }} then {{ as_number(setting_value) }} >= 0 end, false
            )
        else false
    end
{%- endmacro %}
