"""What staff see in a browser."""
