{#- Text with nothing in it but white space says as little as null, and is read as null. -#}
{% macro blank_as_null(column) -%}
    {{ return(adapter.dispatch('blank_as_null', 'perdiem')(column)) }}
{%- endmacro %}


{% macro default__blank_as_null(column) -%}
    case when trim(both '{{ white_space() }}' from {{ column }}) <> '' then {{ column }} end
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


{#-
    The white space of Unicode, each character of it, the no-break space included: what engines take for it differs, and
    PostgreSQL's own is that of the database's locale.
-#}
{% macro white_space() -%}
    {{ return("\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000") }}
{%- endmacro %}
