"""The gates of the night: the checks of expectations/, carried out by Great Expectations, and what they found."""
