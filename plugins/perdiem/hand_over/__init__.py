"""Where the EHR takes files: the night's notes and invoices as a folder, once, and what the EHR answers."""
