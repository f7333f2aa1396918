{#-
    Tables and views as dbt makes them, built under another name and put in the place of the one before, in one statement
    and one transaction. dbt's own renames and drops each take a macro and a query, a third of what a small model takes.

    dbt's backup is not needed: a table that a reader holds is waited for as long as `transaction_settings` says, and the
    one before stays if the wait is over.
-#}
{% materialization table, adapter="postgres" -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- set built = make_intermediate_relation(target) -%}
    {{ return(put_in_place(target, built, get_create_table_as_sql(False, built, sql), indexes_of(built))) }}
{%- endmaterialization %}


{#- A view that is there is changed in its place where it can be: views that others made of it stay. -#}
{% materialization view, adapter="postgres" -%}
    {%- set target = this.incorporate(type="view") -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and existing.type == "view" -%}
        {%- set replacement -%}
            do $perdiem_replace_view$
            begin
                {{ get_replace_view_sql(target, sql) }}
            exception
                -- other columns than before, or another's view
                when invalid_table_definition or insufficient_privilege then
                    drop view {{ target }} cascade;
                    {{ get_create_view_as_sql(target, sql) }}
            end
            $perdiem_replace_view$
        {%- endset -%}
        {{ return(run_creation(target, replacement)) }}
    {%- endif -%}
    {%- set built = make_intermediate_relation(target) -%}
    {{ return(put_in_place(target, built, get_create_view_as_sql(built, sql))) }}
{%- endmaterialization %}


{#- The statements that make the indexes of a table while it is built. -#}
{% macro indexes_of(built) -%}
    {%- for index in config.get("indexes", default=[]) %}
        {{ get_create_index_sql(built, index) }};
    {%- endfor %}
{%- endmacro %}


{#-
    Run what makes a relation, and put it in the place of what there is. Returns what a materialization returns.

    creation, indexes: the statements that make it under the name `built`.
-#}
{% macro put_in_place(target, built, creation, indexes="") -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set statements -%}
        {{ creation }}
        ;
        {{ indexes }}
        {%- if existing is not none %}
        drop {{ existing.type }} if exists {{ existing }} cascade;
        {%- endif %}
        alter {{ target.type }} {{ built }} rename to {{ adapter.quote(target.identifier) }};
    {%- endset -%}
    {{ return(run_creation(target, statements)) }}
{%- endmacro %}


{#-
    Run the statements that leave a relation as the model has it, in one transaction with all that belongs to it: hooks,
    and what the relation and its columns mean. All at once: each query of its own costs a small model milliseconds.
    Returns what a materialization returns.
-#}
{% macro run_creation(target, statements) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {%- call statement("main") %}
        {{ hooks_inside_transaction(pre_hooks) }}
        {{ statements }}
        ;
        {{ hooks_inside_transaction(post_hooks) }}
        {{ comments_on(target, model) }}
    {%- endcall %}
    {%- do apply_grants(target, config.get("grants"), should_revoke=False) %}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({"relations": [target]}) }}
{%- endmacro %}


{#- The statements of the hooks that belong into a model's transaction. -#}
{% macro hooks_inside_transaction(hooks) -%}
    {%- for hook in hooks | selectattr("transaction") %}
        {%- set statements = render(hook.get("sql")) | trim %}
        {%- if statements %}
        {{ statements }}
        ;
        {%- endif %}
    {%- endfor %}
{%- endmacro %}


{#-
    The statements that leave with a relation what it and its columns mean, for who reads it; nothing where persist_docs
    does not ask for it. A model's contract holds that all columns are there.
-#}
{% macro comments_on(relation, model) -%}
    {%- if config.persist_relation_docs() and model.description %}
        {{ postgres__alter_relation_comment(relation, model.description) }}
    {%- endif %}
    {%- if config.persist_column_docs() %}
        {%- for column in model.columns.values() %}
        comment on column {{ relation }}.{{ column.name }} is {{ postgres_escape_comment(column.description) }};
        {%- endfor %}
    {%- endif %}
{%- endmacro %}


{#- In the place of dbt's, which asks the database twice for the columns that a contract holds to be there. -#}
{% macro postgres__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set comments = comments_on(relation, model) | trim %}
    {%- if comments %}
        {%- call statement() %}
        {{ comments }}
        {%- endcall %}
    {%- endif %}
{%- endmacro %}
