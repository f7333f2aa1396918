"""What the data team is told: checks that begin to fail, programs that are left out, runs that failed."""
