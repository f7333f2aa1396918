{#- The facilities. -#}

with

final as (

    select
        facility_id,
        state,
        time_zone

    from {{ ref('stg_ehr__facilities') }}

)

select * from final
