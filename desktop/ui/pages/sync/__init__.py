"""Sending and receiving: bundles on sticks or in folders, and the computers that exchange them."""
