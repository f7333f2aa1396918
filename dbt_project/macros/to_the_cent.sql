{#- An amount of money, rounded half away from zero. -#}
{% macro to_the_cent(amount) -%}
    {{ checked_cast('round(' ~ amount ~ ', 2)', 'numeric(18, 2)') }}
{%- endmacro %}
