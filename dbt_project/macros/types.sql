{#- The type of a text, as a cast names it. -#}
{% macro text_type() -%}
    {{ return(adapter.dispatch('text_type', 'perdiem')()) }}
{%- endmacro %}


{% macro default__text_type() -%}
    text
{%- endmacro %}


{% macro spark__text_type() -%}
    string
{%- endmacro %}


{#- The type of a point in time, whatever the time zone of who asks. -#}
{% macro instant_type() -%}
    {{ return(adapter.dispatch('instant_type', 'perdiem')()) }}
{%- endmacro %}


{% macro default__instant_type() -%}
    timestamptz
{%- endmacro %}


{% macro spark__instant_type() -%}
    timestamp
{%- endmacro %}
