{#- The calendar. -#}

with

days as (

    {{ each_day("date '2000-01-01'", "date '2099-12-31'") }}

),

final as (

    select service_date as calendar_date

    from days

)

select * from final
