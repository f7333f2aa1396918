with

final as (

    select
        note_id,
        authorization_id,
        units,
        used_at,
        reversed_at

    from {{ source('ehr', 'authorization_usage') }}

)

select * from final
