with

source as (

    select * from {{ source('ehr', 'authorization_usage') }}

),

final as (

    select
        note_id,
        authorization_id,
        units,
        used_at,
        reversed_at

    from source

)

select * from final
