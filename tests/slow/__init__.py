"""The journeys on a machine as slow as those of the stations, and what makes the window stand still there."""
