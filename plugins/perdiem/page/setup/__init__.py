"""Rules and settings: how the EHR is set up, and what is wrong with it: one view of the page, which only reads."""
