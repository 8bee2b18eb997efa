"""What every screen is built of: theme, words, dialogs, tasks, table, form, panel."""
