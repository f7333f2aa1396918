{#- The billing_item_id of a note that is an item by itself, as each per-diem note is. -#}
{% macro item_of_note(note_id) -%}
    {{ surrogate_key(["'note'", note_id]) }}
{%- endmacro %}
