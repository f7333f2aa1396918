{#-
    Whether this run computes the billing items of the whole history, not only those of its window and of what changed:
    when there are none yet, or when it is asked to. Not so where another engine is to do it afterwards.
-#}
{% macro refreshes_history() -%}
    {%- if not execute -%} {{ return(false) }} {%- endif -%}
    {%- if leaves_history() -%} {{ return(false) }} {%- endif -%}
    {%- set is_asked_to = flags.FULL_REFRESH or env_var("PERDIEM_REFRESH_HISTORY", "false") == "true" -%}
    {{ return(is_asked_to or not has_published_items()) }}
{%- endmacro %}


{#- Whether this run leaves the history to another engine, which builds it once this one has published its window. -#}
{% macro leaves_history() -%}
    {{ return(env_var("PERDIEM_REFRESH_HISTORY", "false") == "elsewhere") }}
{%- endmacro %}


{#- Whether an earlier run has published billing items. -#}
{% macro has_published_items() -%}
    {%- if not execute -%} {{ return(true) }} {%- endif -%}
    {{ return(load_relation(source("published", "fct_billing_items")) is not none) }}
{%- endmacro %}


{#- Whether this run looks for what changed before its window: not where all of that is built anew, or for the first time. -#}
{% macro looks_before_the_window() -%}
    {{ return(not refreshes_history() and (not leaves_history() or has_published_items())) }}
{%- endmacro %}


{#- The first service date whose notes this run reads. -#}
{% macro first_service_date() -%}
    {%- if refreshes_history() -%} {{ first_of_all_days() }}
    {%- else -%} {{ window_start() }}
    {%- endif -%}
{%- endmacro %}


{#- Whether an earlier run has left which coverages it saw. -#}
{% macro has_seen_coverages() -%}
    {%- if not execute -%} {{ return(false) }} {%- endif -%}
    {{ return(load_relation(source("quality", "seen_coverages")) is not none) }}
{%- endmacro %}


{#- Whether an earlier run has published how clients attended in a week. -#}
{% macro has_published_weeks() -%}
    {%- if not execute -%} {{ return(false) }} {%- endif -%}
    {{ return(load_relation(source("published", "rpt_weekly_attendance")) is not none) }}
{%- endmacro %}


{#- Whether a published row is of a date that this run reads: of its window, or of all dates up to its own. -#}
{% macro is_of_the_night(published) -%}
    {{ published }}.service_date between {{ first_service_date() }} and {{ run_date() }}
{%- endmacro %}
