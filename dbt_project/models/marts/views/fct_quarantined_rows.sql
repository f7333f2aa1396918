{#- The rows of the EHR that are counted nowhere, and why: quality.quarantined_rows, for who reads marts alone. -#}

with

final as (

    select
        source_table,
        row_key,
        cause,
        service_date

    from {{ ref('quarantined_rows') }}

)

select * from final
