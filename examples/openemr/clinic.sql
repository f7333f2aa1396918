-- A made-up clinic in the tables of OpenEMR, with those of their columns that mapping.yml reads. For PostgreSQL, so that
-- it can be tried without a MySQL: OpenEMR's own database is named by a URL as mysql+pymysql://user@host/openemr.

create table facility (id integer primary key, name text, state text, pos_code smallint);
create table users (id bigint primary key, fname text, lname text, npi text, authorized smallint, active smallint);
create table patient_data (id bigint primary key, pid bigint unique, fname text, lname text, "providerID" integer);
create table insurance_companies (id integer primary key, name text);
create table insurance_data (id bigint primary key, pid bigint, type text, provider text, date date, date_end date);
create table form_encounter (
    id bigint primary key, encounter bigint, pid bigint, date timestamp, date_end timestamp, facility_id integer,
    pos_code smallint
);
create table billing (
    id integer primary key, encounter bigint, pid bigint, code_type text, code text, units integer, provider_id integer,
    authorized smallint, activity smallint
);

insert into facility values (3, 'Willow Example Clinic', 'NC', 57);
insert into users values
(1, 'Admin', 'Example', null, 0, 1),
(5, 'Terry', 'Example', '0000000001', 1, 1),
(6, 'Uma', 'Example', '0000000002', 1, 1);
insert into patient_data values (1, 101, 'Dora', 'Example', 5), (2, 102, 'Eli', 'Example', 6), (3, 103, 'Fay', 'Example', 0);
insert into insurance_companies values (9001, 'Valley Example Health');
insert into insurance_data values
(1, 101, 'primary', '9001', '2025-01-01', null),
(2, 101, 'secondary', '', null, null),
(3, 102, 'primary', '9001', '2025-01-01', '2025-02-28'),
(4, 103, 'primary', '9001', '2025-01-01', null);
insert into form_encounter values
(1, 5001, 101, '2025-03-10 09:00', '2025-03-10 10:30', 3, 57),
(2, 5002, 101, '2025-03-10 11:00', '2025-03-10 12:00', 3, 57),
(3, 5003, 102, '2025-03-10 09:00', '2025-03-10 11:00', 3, 57),
(4, 5004, 103, '2025-03-10 09:00', '2025-03-10 10:00', 3, 57);
insert into billing values
(1, 5001, 101, 'CPT4', '90853', 1, 5, 1, 1),
(2, 5001, 101, 'ICD10', 'F10.20', 1, 5, 1, 1),
(3, 5002, 101, 'CPT4', '90834', 1, 6, 1, 1),
(4, 5003, 102, 'CPT4', '90853', 2, 5, 1, 1),
(5, 5004, 103, 'CPT4', '90853', 1, 5, 1, 1),
(6, 5004, 103, 'CPT4', '90834', 1, 5, 0, 1),
(7, 5004, 103, 'CPT4', '90834', 1, 5, 1, 0);
