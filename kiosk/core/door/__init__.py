"""A door's mind: inputs in, commands out; what one room knows, records and shows."""
