{#- Fails for each row for which the condition is not true; a condition that comes to null is not. -#}
{% test holds(model, condition, column_name=none) %}

select *

from {{ model }}

where ({{ condition }}) is not true

{% endtest %}
