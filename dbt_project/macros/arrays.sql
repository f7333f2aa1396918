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


{% macro text_array(values=[]) -%}
    {{ return(adapter.dispatch('text_array', 'perdiem')(values)) }}
{%- endmacro %}


{% macro default__text_array(values) -%}
    cast(array[{{ values | join(', ') }}] as text [])
{%- endmacro %}


{% macro first_element(array) -%}
    {{ return(adapter.dispatch('first_element', 'perdiem')(array)) }}
{%- endmacro %}


{% macro default__first_element(array) -%}
    ({{ array }})[1]
{%- endmacro %}


{% macro array_text(array) -%}
    {{ return(adapter.dispatch('array_text', 'perdiem')(array)) }}
{%- endmacro %}


{% macro default__array_text(array) -%}
    array_to_string({{ array }}, ', ')
{%- endmacro %}


{% macro array_holds(array, value) -%}
    {{ return(adapter.dispatch('array_holds', 'perdiem')(array, value)) }}
{%- endmacro %}


{% macro default__array_holds(array, value) -%}
    {{ value }} = any({{ array }})
{%- endmacro %}


{#- In the form that an index on the array's elements can answer, which = any() is not. -#}
{% macro postgres__array_holds(array, value) -%}
    {{ array }} @> array[{{ value }}]
{%- endmacro %}
