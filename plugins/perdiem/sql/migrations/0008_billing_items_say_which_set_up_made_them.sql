-- A billing item says which rules, codes and facilities made it: those of the history have to be built for that.

insert into quality.history_rebuilds (because)
select 'billing items say which rules, codes and facilities made them'
where to_regclass('marts.fct_billing_items') is not null;
