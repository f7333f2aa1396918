{#-
    The sentence that names a setting that cannot be used, as SQL text. Expects a column program_id beside the others.

    number: the setting's number. expectation: what it ought to be, in words.
-#}
{% macro setting_defect(number, value, effective_from, expectation) -%}
    concat_ws('', 
        'system setting {{ number }} for program ', program_id,
        case
            when {{ effective_from }} is null then ' is missing'
            when {{ value }} is null then concat_ws('', ' is blank from ', {{ effective_from }})
            else concat_ws('', ' is ''', {{ value }}, ''' from ', {{ effective_from }})
        end,
        ': expected {{ expectation }}'
    )
{%- endmacro %}
