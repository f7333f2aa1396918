"""The ground that the night stands on: connections, transactions, dbt, whose decision the tables hold, migrations."""
