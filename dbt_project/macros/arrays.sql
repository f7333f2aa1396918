{#- The values of a group as an array in the given order. -#}
{% macro collect(column, order_by) -%}
    {{ return(adapter.dispatch('collect')(column, order_by)) }}
{%- endmacro %}


{% macro postgres__collect(column, order_by) -%}
    array_agg({{ column }} order by {{ order_by }})
{%- endmacro %}


{% macro text_array(values=[]) -%}
    {{ return(adapter.dispatch('text_array')(values)) }}
{%- endmacro %}


{% macro postgres__text_array(values) -%}
    cast(array[{{ values | join(', ') }}] as text [])
{%- endmacro %}


{% macro first_element(array) -%}
    {{ return(adapter.dispatch('first_element')(array)) }}
{%- endmacro %}


{% macro postgres__first_element(array) -%}
    ({{ array }})[1]
{%- endmacro %}
