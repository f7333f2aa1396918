# The commands of the project; `make` alone lists them. State is kept in PERDIEM_HOME, .perdiem/ here by default.

# Makes .venv; without PYTHON=, the fastest Python of the version that is needed does.
PACKAGES := $(strip $(or $(PYTHON),python3) tools/perdiem_local/packages.py $(if $(PYTHON),--with-this-python))
VENV := .venv/bin/python
LOCAL := $(VENV) -m perdiem_local

# Where it is set, Python compiles everything anew at every start, and a night takes more than twice as long.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPATH := $(CURDIR)/plugins:$(CURDIR)/tools$(if $(PYTHONPATH),:$(PYTHONPATH))
export RUN_DATE LOOKBACK_DAYS DRY_RUN REFRESH_HISTORY FULL ENGINE SAMPLE ROLE NOTES DAYS RUNS
export SETTING PROGRAM VALUE FROM FILE CHANGE MAP NOTE ALL NIGHTS WORKERS

.DEFAULT_GOAL := help
.PHONY: help packages packages-dev packages-up setup setup-spark db-url run test bench bench-years lint format lock up \
    down airflow dbt metrics docs clean reset backup restore duckdb load load-check take-answers send-again replicate \
    plan setup-export setup-import setup-changes setup-apply setup-drop setup-undo

help: ## list the commands
	@while IFS= read -r line; do case $$line in \
	    [a-z]*:*'## '*) printf '  make %-13s %s\n' "$${line%%:*}" "$${line#*## }" ;; \
	esac; done < Makefile

packages:
	@$(PACKAGES)

packages-dev:
	@$(PACKAGES) --dev

packages-up:
	@$(PACKAGES) $(if $(filter-out 0,$(WORKERS)),--workers)

setup-spark: ## make .venv-spark, which ENGINE=spark runs on; it needs Java 17 or later as well
	@$(PACKAGES) --spark

setup: packages ## set everything up; does and says nothing where nothing is to be done
	@$(LOCAL) setup

db-url: packages ## start the database where it is down, and print its URL; ROLE=analyst for who reads the marts alone
	@$(LOCAL) db-url --role="$$ROLE"

run: packages ## run the night once; RUN_DATE=2016-08-02, LOOKBACK_DAYS=90 and DRY_RUN=1 as you like
	@$(LOCAL) run --run-date="$$RUN_DATE" --lookback-days="$$LOOKBACK_DAYS" --dry-run="$$DRY_RUN" \
	    --refresh-history="$$REFRESH_HISTORY" --full="$$FULL" --engine="$$ENGINE" --sample="$$SAMPLE"

test: packages-dev ## run the tests; ARGS="-k settlement" for some of them
	@$(VENV) -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder $(ARGS)

bench: packages-dev ## measure nights of a large clinic, and write BENCH.md: NOTES=1000000 DAYS=1100 RUNS=3
	@PYTHONPATH="$(CURDIR):$$PYTHONPATH" $(VENV) -m bench --notes="$${NOTES:-1000000}" --days="$${DAYS:-1100}" --runs="$${RUNS:-3}"

bench-years: packages-dev ## measure the nights of years on a small clinic, and write BENCH.md: NIGHTS=400
	@PYTHONPATH="$(CURDIR):$$PYTHONPATH" $(VENV) -m bench.years --nights="$${NIGHTS:-400}"

lint: packages-dev ## check style, types, the order of packages, SQL and YAML
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy
	@.venv/bin/lint-imports --no-logo --no-cache
	@$(VENV) -m perdiem_local.sql_style lint
	@$(VENV) -m yamllint --strict .

format: packages-dev ## put style right where a program can
	@$(VENV) -m ruff check --fix .
	@$(VENV) -m ruff format .
	@$(VENV) -m perdiem_local.sql_style fix

lock: packages-dev ## pin anew what requirements*.in name
	@for name in uv runtime workers dev spark; do \
	    file=requirements$$(test $$name = runtime || echo -$$name); \
	    .venv/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	        $$file.in --output-file $$file.txt || exit 1; \
	done

up: packages-up ## start all of Airflow in the background, with its UI; WORKERS=2 has its tasks on two workers
	@$(LOCAL) up --workers="$$WORKERS"

down: packages ## stop Airflow and the database
	@$(LOCAL) down

airflow: packages ## run a command of Airflow's: ARGS="dags list"
	@$(LOCAL) airflow $(ARGS)

dbt: packages ## run a command of dbt's that changes nothing: ARGS="source freshness", ARGS="ls --select tag:days"
	@$(LOCAL) dbt $(ARGS)

metrics: packages ## answer metrics as CSV: ARGS="revenue blocked_rate --by month program"; --sql prints the query
	@$(LOCAL) metrics $(ARGS)

load: packages ## load a clinic's own data: FROM=a folder, workbook or database URL, MAP=mapping.yml; FULL=1 reads all anew
	@$(LOCAL) load

load-check: packages ## say what a load would fill of the contract, and what nights lack by what is missing: FROM=, MAP=
	@$(LOCAL) load-check

take-answers: packages ## where the EHR takes files: take what it answered to them
	@$(LOCAL) take-answers

send-again: packages ## have the next night hand over again what the EHR rejected: NOTE=its id, or ALL=1
	@$(LOCAL) send-again

plan: packages ## propose a change of the set-up and show what it would do: SETTING=508 PROGRAM=IOP VALUE=3 FROM=2026-01-01
	@$(LOCAL) plan

setup-export: packages ## print groups, settings and rules as YAML, to keep and review; FILE=setup.yml writes it there
	@$(LOCAL) setup-as-code export

setup-import: packages ## propose what makes of the set-up that of a file: FILE=setup.yml
	@$(LOCAL) setup-as-code import

setup-changes: packages ## list the changes of the set-up, proposed, applied and dropped
	@$(LOCAL) setup-as-code changes

setup-apply: packages ## apply a change that was proposed: CHANGE=its id
	@$(LOCAL) setup-as-code apply

setup-drop: packages ## drop a change that was proposed: CHANGE=its id
	@$(LOCAL) setup-as-code drop

setup-undo: packages ## propose the opposite of a change that was applied: CHANGE=its id
	@$(LOCAL) setup-as-code undo

replicate: packages ## print the SQL by which a warehouse that is another database follows the EHR
	@$(LOCAL) replicate

backup: packages ## write the database into a file: FILE=perdiem.dump
	@$(LOCAL) backup

restore: packages ## make an empty database what a file of `make backup` holds: FILE=perdiem.dump
	@$(LOCAL) restore

duckdb: packages ## write the published marts into a file that DuckDB opens: FILE=marts.duckdb
	@$(LOCAL) duckdb

docs: packages ## build dbt's documentation of models and lineage, one page that needs no network; prints where
	@$(LOCAL) docs

clean: ## stop everything and remove .venv and caches; PERDIEM_HOME is kept
	@test ! -x $(VENV) || $(LOCAL) down
	@rm -rf .venv .venv-spark .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find bench dags plugins tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

reset: packages ## stop everything and delete PERDIEM_HOME, the embedded database and all
	@$(LOCAL) remove
