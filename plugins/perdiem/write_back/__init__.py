"""What is written into the EHR: voided units given back, and note, usage and invoice of each pending day."""
