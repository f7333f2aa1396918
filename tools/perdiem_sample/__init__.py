"""The fictitious clinic that `perdiem_sample.loading` loads: what it is made of, one part a module."""
