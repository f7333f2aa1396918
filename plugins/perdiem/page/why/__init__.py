"""Why a client's day is billed or is not: one view of the page."""
