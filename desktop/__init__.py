"""Sổ Tự Quản: an offline register of neighbourhood self-management groups."""
