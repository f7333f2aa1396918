{#-
    What is wrong with a row, in words, in the given order; null where nothing is.

    defects: pairs of a condition and the SQL text expression that names the cause.
-#}
{% macro causes(defects) -%}
    nullif(
        concat_ws(
            '; ',
            {%- for condition, cause in defects %}
            case when {{ condition }} then {{ cause }} end
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}
