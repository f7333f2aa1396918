{#- An amount of money, rounded half away from zero. -#}
{% macro to_the_cent(amount) -%}
    cast(round({{ amount }}, 2) as numeric(18, 2))
{%- endmacro %}
