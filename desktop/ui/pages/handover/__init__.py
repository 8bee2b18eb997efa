"""The handover: a wizard of six screens, and the unit on one page."""
