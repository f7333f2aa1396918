{#- Without note_text, which leaves the EHR for nothing downstream and need not be readable here. -#}

with

final as (

    select
        note_id,
        {{ blank_as_null('client_id') }} as client_id,
        service_date,
        started_at,
        {{ blank_as_null('billing_code') }} as billing_code,
        {{ blank_as_null('clinician_id') }} as clinician_id,
        {{ blank_as_null('location_id') }} as location_id,
        {{ blank_as_null('location_code') }} as location_code,
        duration_minutes,
        quantity,
        units,
        {{ plain_status('status') }} as status,
        released_at,
        origin,
        program_id,
        {{ blank_as_null('payer_id') }} as payer_id,
        authorization_id,
        dag_run_id,
        updated_at,
        {{ content_hash([
            "note_id", "client_id", "service_date", "started_at", "billing_code", "clinician_id", "location_id",
            "location_code", "duration_minutes", "quantity", "units", "status", "released_at", "origin", "program_id",
            "payer_id", "authorization_id", "dag_run_id", "updated_at",
        ]) | indent(8) }} as content_hash

    from {{ source('ehr', 'notes') }}

)

select * from final
