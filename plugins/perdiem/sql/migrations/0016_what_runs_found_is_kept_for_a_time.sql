-- What each run found in detail is kept for a time; its figures, and how many checks it carried out, for good.

alter table quality.runs
    add column if not exists pruned_at timestamptz;

alter table quality.run_figures
    drop constraint if exists run_figures_measure_check,
    add constraint run_figures_measure_check
    check (
        measure in (
            'status', 'reason', 'left_out', 'written', 'would_write', 'week', 'invoices', 'correct_first',
            'alert_work', 'checks'
        )
    );
