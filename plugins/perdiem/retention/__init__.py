"""What grows with every night, and how long it is kept; docs/operations.md says what, where and why."""
