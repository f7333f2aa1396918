{#-
    Why a note is counted nowhere; null for a note that can be used. One place for clinicians' notes and the pipeline's
    own, which people can edit too.

    notes, clients: the names of the joined relations; clients is joined by client_id, and null where unknown.
-#}
{% macro note_quarantine_cause(notes, clients) -%}
    {{ causes([
        (notes ~ ".client_id is null", "'no client'"),
        (notes ~ ".client_id is not null and " ~ clients ~ ".client_id is null", "'unknown client'"),
        (notes ~ ".billing_code is null", "'no billing code'"),
        (notes ~ ".service_date is null", "'no service date'"),
        (notes ~ ".service_date > greatest(" ~ run_date() ~ ", " ~ today() ~ ")", "'service date in the future'"),
        (notes ~ ".duration_minutes is null", "'no duration'"),
        (notes ~ ".duration_minutes < 0", "'duration below 0 minutes'"),
        (notes ~ ".duration_minutes > 1440", "'duration above 1440 minutes'"),
        ("coalesce(" ~ notes ~ ".status, '') not in ('draft', 'released', 'void')",
         "concat_ws('', 'status ', coalesce(" ~ notes ~ ".status, '(none)'), ' is none of draft, released and void')"),
        (is_nan(notes ~ ".units"), "'units not a number'"),
        (notes ~ ".units < 0", "'units below 0'"),
        (notes ~ ".units > 10000 and not " ~ is_nan(notes ~ ".units"), "'units above 10000'"),
        (is_nan(notes ~ ".quantity"), "'quantity not a number'"),
        (notes ~ ".quantity < 0", "'quantity below 0'"),
        (notes ~ ".quantity > 10000 and not " ~ is_nan(notes ~ ".quantity"), "'quantity above 10000'"),
    ]) }}
{%- endmacro %}
