with

final as (

    select
        coverage_id,
        {{ blank_as_null('client_id') }} as client_id,
        {{ blank_as_null('payer_id') }} as payer_id,
        priority,
        start_date,
        end_date

    from {{ source('ehr', 'client_coverages') }}

)

select * from final
