"""A clinic's own data into schema `ehr`: which column goes where, what fits, and what is written of it."""
