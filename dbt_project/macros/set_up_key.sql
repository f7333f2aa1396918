{#-
    Which set-up makes a service what it is on a claim: the same for as long as the rules that match it, whether its code
    is billable, and whether Arizona's rule of a second clinician holds stay as they are. Neither dates nor names count.

    unit_rules, billing_codes, facilities: the names of the joined relations, null where nothing matches.
-#}
{% macro set_up_key(unit_rules, billing_codes, facilities) -%}
    concat_ws(
        ' ',
        coalesce({{ unit_rules }}.rule_fingerprint, 'no rule'),
        case
            when {{ billing_codes }}.is_billable then 'billable'
            when not {{ billing_codes }}.is_billable then 'not billable'
            else 'unknown'
        end,
        case when {{ facilities }}.state = 'AZ' then 'AZ' end
    )
{%- endmacro %}
