"""What a door and the aggregator keep on disk: SQLite, one file each."""
