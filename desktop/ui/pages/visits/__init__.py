"""Visits beyond their register: what is due, the slip to write on, and many visits typed in one sitting."""
