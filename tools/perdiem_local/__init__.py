"""Everything on one machine: the embedded PostgreSQL, Airflow's processes and the `make` commands."""
