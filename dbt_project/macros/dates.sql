{% macro each_day(first_day, last_day) -%}
    {{ return(adapter.dispatch('each_day', 'perdiem')(first_day, last_day)) }}
{%- endmacro %}


{% macro postgres__each_day(first_day, last_day) -%}
    select cast(day_at as date) as service_date
    from generate_series({{ first_day }}, {{ last_day }}, interval '1 day') as days (day_at)
{%- endmacro %}


{% macro days_between(first_day, last_day) -%}
    {{ return(adapter.dispatch('days_between', 'perdiem')(first_day, last_day)) }}
{%- endmacro %}


{% macro postgres__days_between(first_day, last_day) -%}
    ({{ last_day }} - {{ first_day }})
{%- endmacro %}


{% macro add_days(day, days) -%}
    {{ return(adapter.dispatch('add_days', 'perdiem')(day, days)) }}
{%- endmacro %}


{% macro postgres__add_days(day, days) -%}
    ({{ day }} + {{ days }})
{%- endmacro %}
