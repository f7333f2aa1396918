{#-
    What is wrong with a row, in words, in the given order; null where nothing is.

    defects: tuples of a condition and the SQL text expression that names the cause, which more may follow.
-#}
{% macro causes(defects) -%}
    nullif(
        concat_ws(
            '; ',
            {%- for defect in defects %}
            case when {{ defect[0] }} then {{ defect[1] }} end
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}


{#-
    The same for who enters it, one a line, each after the name of its field: minutes_per_unit: minutes per unit below 1.

    defects: tuples of a condition, the SQL text expression that names the cause, and the field that is to blame.
-#}
{% macro causes_by_field(defects) -%}
    nullif(
        concat_ws(
            chr(10),
            {%- for condition, cause, field in defects %}
            case when {{ condition }} then concat_ws('', '{{ field }}: ', {{ cause }}) end
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}
