"""The window: PySide6 widgets; nothing else imports Qt."""
