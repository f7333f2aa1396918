select {{ setting_is_usable('setting_number', 'trimmed_value') }}
from (select {{ blank_as_null('setting_value') }} as trimmed_value) as setting
