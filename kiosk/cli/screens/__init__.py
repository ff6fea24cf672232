"""The command `screens`: a picture of everything that a door can show, with an index."""
