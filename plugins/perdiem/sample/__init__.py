"""The fictitious clinic that `perdiem.sample_clinic` loads: what it is made of, one part a module."""
