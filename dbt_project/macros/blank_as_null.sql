{#- Text with nothing in it but white space says as little as null, and is read as null. -#}
{% macro blank_as_null(column) -%}
    {{ return(adapter.dispatch('blank_as_null', 'perdiem')(column)) }}
{%- endmacro %}


{#-
    A regular expression takes half a microsecond, half a dozen of them a note. Nearly every text begins with a visible
    character of ASCII, and that is seen in a tenth of it. An index on ehr.notes has this expression.
-#}
{% macro postgres__blank_as_null(column) -%}
    case
        when {{ column }} collate "C" between '!' and '~' then {{ column }}
        when {{ column }} ~ '[^[:space:]]' then {{ column }}
    end
{%- endmacro %}
