with

final as (

    select
        invoice_id,
        note_id,
        client_id,
        service_date,
        payer_id,
        authorization_id,
        billing_code,
        units,
        amount,
        status,
        created_at

    from {{ source('ehr', 'invoices') }}

)

select * from final
