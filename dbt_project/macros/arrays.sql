{#-
    The values of a group as an array in the given order.

    only_where: a condition on the rows whose value is taken.
-#}
{% macro collect(column, order_by, only_where=none) -%}
    {{ return(adapter.dispatch('collect', 'perdiem')(column, order_by, only_where)) }}
{%- endmacro %}


{% macro default__collect(column, order_by, only_where) -%}
    array_agg({{ column }} order by {{ order_by }}) {%- if only_where %} filter (where {{ only_where }}) {%- endif -%}
{%- endmacro %}


{#-
    Spark collects in no order: what is collected holds what it is then sorted by, each with whether it is null, as nulls
    come last, and where all is asked for the other way round first. Of no row it makes an empty array, for which null stands.
-#}
{% macro spark__collect(column, order_by, only_where) -%}
    {%- set ways_round = [] %}
    {%- set sorted -%}
        array_sort(
            collect_list(
                struct(
                    {%- for key in order_by.split(',') %}
                    {%- set words = (key | replace(' nulls last', '')).split() %}
                    {%- do ways_round.append(words[1:] == ['desc']) %}
                    isnull({{ words[0] }}),
                    {{ words[0] }},
                    {%- endfor %}
                    {{ column }} as collected
                )
            ) {%- if only_where %} filter (where {{ only_where }}) {%- endif %}
        )
    {%- endset %}
    {%- if ways_round | unique | list | length > 1 -%}
        {{ exceptions.raise_compiler_error("Spark sorts what it collects one way, not by " ~ order_by) }}
    {%- endif -%}
    nullif(transform({{ 'reverse(' ~ sorted ~ ')' if ways_round[0] else sorted }}, element -> element.collected), array())
{%- endmacro %}


{% macro text_array(values=[]) -%}
    {{ return(adapter.dispatch('text_array', 'perdiem')(values)) }}
{%- endmacro %}


{% macro default__text_array(values) -%}
    cast(array[{{ values | join(', ') }}] as text [])
{%- endmacro %}


{% macro spark__text_array(values) -%}
    cast(array({{ values | join(', ') }}) as array<string>)
{%- endmacro %}


{% macro first_element(array) -%}
    {{ return(adapter.dispatch('first_element', 'perdiem')(array)) }}
{%- endmacro %}


{% macro default__first_element(array) -%}
    ({{ array }})[1]
{%- endmacro %}


{% macro spark__first_element(array) -%}
    get({{ array }}, 0)
{%- endmacro %}


{% macro array_text(array) -%}
    {{ return(adapter.dispatch('array_text', 'perdiem')(array)) }}
{%- endmacro %}


{% macro default__array_text(array) -%}
    array_to_string({{ array }}, ', ')
{%- endmacro %}


{% macro spark__array_text(array) -%}
    array_join({{ array }}, ', ')
{%- endmacro %}


{% macro array_holds(array, value) -%}
    {{ return(adapter.dispatch('array_holds', 'perdiem')(array, value)) }}
{%- endmacro %}


{% macro default__array_holds(array, value) -%}
    {{ value }} = any({{ array }})
{%- endmacro %}


{% macro spark__array_holds(array, value) -%}
    array_contains({{ array }}, {{ value }})
{%- endmacro %}


{#- In the form that an index on the array's elements can answer, which = any() is not. -#}
{% macro postgres__array_holds(array, value) -%}
    {{ array }} @> array[{{ value }}]
{%- endmacro %}
