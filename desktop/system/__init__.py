"""The machine: drives, atomic files, clock, single instance."""
