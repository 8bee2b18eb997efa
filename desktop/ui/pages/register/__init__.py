"""The one page for any register: its list, the record beside it, and the form."""
