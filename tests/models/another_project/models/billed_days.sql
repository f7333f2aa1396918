select program_id, count(*) as days
from {{ ref("perdiem", "fct_per_diem_days") }}
where status = 'billed'
group by program_id
