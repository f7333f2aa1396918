"""What a run came to: its figures, and the report of them, in HTML and for the terminal."""
