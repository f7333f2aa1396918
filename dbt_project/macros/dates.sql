{#- A date on or before every other, and one on or after: those of PostgreSQL and DuckDB are before and after them. -#}
{% macro first_of_all_days() -%}
    {{ return(adapter.dispatch('first_of_all_days', 'perdiem')()) }}
{%- endmacro %}


{% macro default__first_of_all_days() -%}
    cast('0001-01-01' as date)
{%- endmacro %}


{% macro postgres__first_of_all_days() -%}
    cast('-infinity' as date)
{%- endmacro %}


{% macro duckdb__first_of_all_days() -%}
    cast('-infinity' as date)
{%- endmacro %}


{#- The day that DuckDB's -infinity is in Parquet, where Spark knows neither. -#}
{% macro spark__first_of_all_days() -%}
    date_from_unix_date(-2147483647)
{%- endmacro %}


{% macro last_of_all_days() -%}
    {{ return(adapter.dispatch('last_of_all_days', 'perdiem')()) }}
{%- endmacro %}


{% macro default__last_of_all_days() -%}
    cast('9999-12-31' as date)
{%- endmacro %}


{% macro postgres__last_of_all_days() -%}
    cast('infinity' as date)
{%- endmacro %}


{% macro duckdb__last_of_all_days() -%}
    cast('infinity' as date)
{%- endmacro %}


{#- The day that DuckDB's infinity is in Parquet, where Spark knows neither. -#}
{% macro spark__last_of_all_days() -%}
    date_from_unix_date(2147483647)
{%- endmacro %}


{#- A date as a text that others are put together of, as PostgreSQL writes it. -#}
{% macro day_text(day) -%}
    {{ return(adapter.dispatch('day_text', 'perdiem')(day)) }}
{%- endmacro %}


{% macro default__day_text(day) -%}
    {{ day }}
{%- endmacro %}


{#- Which puts the era of a date before the year 1 in parentheses. -#}
{% macro duckdb__day_text(day) -%}
    replace(cast({{ day }} as text), ' (BC)', ' BC')
{%- endmacro %}


{% macro spark__day_text(day) -%}
    case
        when {{ day }} = {{ first_of_all_days() }} then '-infinity'
        when {{ day }} = {{ last_of_all_days() }} then 'infinity'
        when year({{ day }}) < 1
            then concat(lpad(cast(1 - year({{ day }}) as string), 4, '0'), date_format({{ day }}, '-MM-dd'), ' BC')
        else trim(leading '+' from cast({{ day }} as string))
    end
{%- endmacro %}


{% macro each_day(first_day, last_day) -%}
    {{ return(adapter.dispatch('each_day', 'perdiem')(first_day, last_day)) }}
{%- endmacro %}


{% macro default__each_day(first_day, last_day) -%}
    select cast(day_at as date) as service_date
    from generate_series({{ first_day }}, {{ last_day }}, interval '1 day') as days (day_at)
{%- endmacro %}


{% macro spark__each_day(first_day, last_day) -%}
    select explode(
        case when {{ first_day }} <= {{ last_day }} then sequence({{ first_day }}, {{ last_day }}, interval 1 day) end
    ) as service_date
{%- endmacro %}


{% macro days_between(first_day, last_day) -%}
    {{ return(adapter.dispatch('days_between', 'perdiem')(first_day, last_day)) }}
{%- endmacro %}


{% macro default__days_between(first_day, last_day) -%}
    ({{ last_day }} - {{ first_day }})
{%- endmacro %}


{#- Where that is not an integer by itself, but a larger one. -#}
{% macro duckdb__days_between(first_day, last_day) -%}
    cast({{ last_day }} - {{ first_day }} as integer)
{%- endmacro %}


{% macro spark__days_between(first_day, last_day) -%}
    date_diff({{ last_day }}, {{ first_day }})
{%- endmacro %}


{% macro add_days(day, days) -%}
    {{ return(adapter.dispatch('add_days', 'perdiem')(day, days)) }}
{%- endmacro %}


{% macro default__add_days(day, days) -%}
    ({{ day }} + {{ days }})
{%- endmacro %}


{% macro spark__add_days(day, days) -%}
    date_add({{ day }}, {{ days }})
{%- endmacro %}
