"""What the student sees: one scene in, inputs out."""
