"""The history on another engine: what the warehouse hands over, models on it, and what they make put back in place."""


class EngineFailed(Exception):
    """An engine refused a statement, or this machine lacks it; the message quotes no row."""
