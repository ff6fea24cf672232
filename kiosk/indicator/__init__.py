"""The light and the sound at a door: what they say as tables, then the parts that say it."""
