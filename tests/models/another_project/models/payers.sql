select payer_id, {{ perdiem.blank_as_null("payer_id") }} as key from {{ ref("perdiem", "stg_ehr__payers") }}
