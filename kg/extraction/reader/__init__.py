"""The trained reader: cues and their arguments, found by a small encoder."""
