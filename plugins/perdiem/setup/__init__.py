"""How the EHR is set up, as changes that are proposed, planned, applied and kept: for the page and the terminal."""
