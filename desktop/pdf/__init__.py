"""Paper: certificates and their rendering."""
