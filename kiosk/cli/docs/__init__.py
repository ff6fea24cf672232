"""Pages and schemas made from the code, so that what is published is what runs."""
