-- A run keeps how its weeks came out, and which of its window's invoices are to be corrected before they are sent.

alter table quality.run_figures
    drop constraint if exists run_figures_measure_check,
    add constraint run_figures_measure_check
    check (
        measure in ('status', 'reason', 'left_out', 'written', 'would_write', 'week', 'invoices', 'correct_first')
    );
