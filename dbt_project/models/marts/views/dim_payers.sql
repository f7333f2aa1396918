{#- The payers, for the names behind payer_id. -#}

with

final as (

    select
        payer_id,
        payer_name

    from {{ ref('stg_ehr__payers') }}

)

select * from final
