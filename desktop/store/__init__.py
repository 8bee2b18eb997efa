"""SQLite: opening with a key, migrations, journal, records and search."""
