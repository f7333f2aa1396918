"""The page "Per-diem billing" of Airflow's UI: what nights did, why a day is not billed, what to do. It only reads."""
