{#- One text of fixed length for several values; two different lists of values never share one, nulls included. -#}
{% macro surrogate_key(columns) -%}
    {{ return(adapter.dispatch('surrogate_key', 'perdiem')(columns)) }}
{%- endmacro %}


{#-
    The values as a list in JSON, written as PostgreSQL writes it, so that a row has the same key wherever it was made.
-#}
{% macro default__surrogate_key(columns) -%}
    md5(concat_ws(
        '',
        '[',
        {%- for column in columns %}
        coalesce({{ json_text(column) }}, 'null'),
        {%- if not loop.last %}
        ', ',
        {%- endif %}
        {%- endfor %}
        ']'
    ))
{%- endmacro %}


{#- A value as JSON has it: a text or a date in quotation marks, a number without; null for null. -#}
{% macro json_text(value) -%}
    {{ return(adapter.dispatch('json_text', 'perdiem')(value)) }}
{%- endmacro %}


{% macro default__json_text(value) -%}
    cast(to_json({{ value }}) as {{ text_type() }})
{%- endmacro %}


{#- DuckDB writes \u001F where PostgreSQL writes \u001f, so texts with such a character are put together of theirs. -#}
{% macro duckdb__json_text(value) -%}
    case
        when regexp_matches(cast({{ value }} as text), '[\x0b\x0e\x0f\x1a-\x1f]')
            then concat(
                '"',
                array_to_string(
                    list_transform(
                        string_split(cast({{ value }} as text), ''),
                        lambda piece: case
                            when cast(to_json(piece) as text) like '"\u%' then lower((cast(to_json(piece) as text))[2:-2])
                            else (cast(to_json(piece) as text))[2:-2]
                        end
                    ),
                    ''
                ),
                '"'
            )
        else cast(to_json({{ value }}) as text)
    end
{%- endmacro %}


{#-
    Spark writes control characters with other digits than PostgreSQL, as in \u001F for \u001f: of a text with any, each
    character is written by itself.
-#}
{% macro spark__json_text(value) -%}
    {%- set as_text = "cast(" ~ value ~ " as string)" -%}
    case
        when {{ as_text }} rlike '[\\x00-\\x1F]'
            then concat(
                '"',
                array_join(
                    transform(
                        split({{ as_text }}, ''),
                        character -> case
                            when character in ('"', '\\') then concat('\\', character)
                            when character >= ' ' then character
                            {%- for code, letter in [(8, "b"), (9, "t"), (10, "n"), (12, "f"), (13, "r")] %}
                            when character = char({{ code }}) then '\\{{ letter }}'
                            {%- endfor %}
                            else concat('\\u00', lower(hex(character)))
                        end
                    ),
                    ''
                ),
                '"'
            )
        else substring(to_json(array({{ value }})), 2, length(to_json(array({{ value }}))) - 2)
    end
{%- endmacro %}


{% macro postgres__surrogate_key(columns) -%}
    md5(cast(jsonb_build_array({{ columns | join(', ') }}) as text))
{%- endmacro %}
