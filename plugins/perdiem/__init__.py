"""Per-diem billing: what the tasks of the DAG `per_diem_billing` call."""
