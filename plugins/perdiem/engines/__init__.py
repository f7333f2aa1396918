"""The history on another engine: what the warehouse hands over, models on it, and what they make put back in place."""
