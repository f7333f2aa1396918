{#-
    The product of two numbers that is to be rounded half away from zero at the third decimal: with all its decimals, or
    rounded so.

    Neither is above 10^8 or has more than nine decimals.
-#}
{% macro product(multiplicand, factor) -%}
    {{ return(adapter.dispatch('product', 'perdiem')(multiplicand, factor)) }}
{%- endmacro %}


{% macro default__product(multiplicand, factor) -%}
    {{ multiplicand }} * {{ factor }}
{%- endmacro %}


{#- Of 38 digits at most, for which both numbers are made no longer than they need be. -#}
{% macro duckdb__product(multiplicand, factor) -%}
    round(cast({{ multiplicand }} as decimal(18, 9)) * cast({{ factor }} as decimal(18, 9)), 3)
{%- endmacro %}


{% macro spark__product(multiplicand, factor) -%}
    round(cast({{ multiplicand }} as decimal(18, 9)) * cast({{ factor }} as decimal(18, 9)), 3)
{%- endmacro %}


{#-
    The quotient of two numbers that is to be rounded half away from zero at the third decimal: with decimals enough for
    that, or rounded so.

    The dividend is 0 or more and the divisor above 0; neither is above 10^8 or has more than nine decimals.
-#}
{% macro quotient(dividend, divisor) -%}
    {{ return(adapter.dispatch('quotient', 'perdiem')(dividend, divisor)) }}
{%- endmacro %}


{#- As SQL has it: decimal numbers have decimal quotients, of sixteen digits and more in PostgreSQL. -#}
{% macro default__quotient(dividend, divisor) -%}
    {{ dividend }} / {{ divisor }}
{%- endmacro %}


{#-
    DuckDB divides in binary fractions, of which 2.001 / 2 is one a little below 1.0005. So it is done with integers:
    half the divisor is added to 1000 times the dividend, and what is left over is cut off.
-#}
{% macro duckdb__quotient(dividend, divisor) -%}
    {%- set dividend_in_billionths = billionths(dividend) -%}
    {%- set divisor_in_billionths = billionths(divisor) -%}
    cast(
        (2000 * {{ dividend_in_billionths }} + {{ divisor_in_billionths }}) // (2 * {{ divisor_in_billionths }})
        as decimal(35, 0)
    ) * 0.001
{%- endmacro %}


{#- Of twenty decimals. -#}
{% macro spark__quotient(dividend, divisor) -%}
    round(cast({{ dividend }} as decimal(18, 9)) / cast({{ divisor }} as decimal(18, 9)), 3)
{%- endmacro %}


{#- A number as the integer of its billionths, in DuckDB. -#}
{% macro billionths(number) -%}
    cast(cast({{ number }} as decimal(38, 9)) * 1000000000 as hugeint)
{%- endmacro %}


{#- How many whole units of so many minutes each there are in a duration. -#}
{% macro whole_units(minutes, minutes_per_unit) -%}
    {{ return(adapter.dispatch('whole_units', 'perdiem')(minutes, minutes_per_unit)) }}
{%- endmacro %}


{% macro default__whole_units(minutes, minutes_per_unit) -%}
    floor(cast({{ minutes }} as numeric) / {{ minutes_per_unit }})
{%- endmacro %}


{% macro duckdb__whole_units(minutes, minutes_per_unit) -%}
    cast({{ minutes }} // {{ minutes_per_unit }} as decimal(18, 0))
{%- endmacro %}


{% macro spark__whole_units(minutes, minutes_per_unit) -%}
    cast({{ minutes }} div {{ minutes_per_unit }} as decimal(18, 0))
{%- endmacro %}
