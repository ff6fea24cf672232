"""Measurements of the real programs, each beside its floor; and doors without a screen."""
