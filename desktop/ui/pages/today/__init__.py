"""The first page: what is due, what is half done, and where the year stands."""
