"""What the billers are told: which days need them, why, and what to do."""
